/*
 * The commit that the program was built from. It is known only to the command line of the build,
 * from which Swift can't take text.
 */
#ifndef CREVISION_H
#define CREVISION_H

/* The commit, such as "b9bcf3bd10f2" or, with uncommitted changes, "b9bcf3bd10f2-dirty"; empty if
   the build did not set it. */
const char *_Nonnull crevision_commit(void);

#endif
