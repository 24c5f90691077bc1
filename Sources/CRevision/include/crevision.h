/*
 * The commit that the program was built from. Swift takes no text from the command line of a build,
 * which is the only place that knows it.
 */
#ifndef CREVISION_H
#define CREVISION_H

/* Such as "b9bcf3bd10f2" or, with changes that were not committed, "b9bcf3bd10f2-dirty"; empty where
   the build was not told. */
const char *_Nonnull crevision_commit(void);

#endif
