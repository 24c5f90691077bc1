// expat, which reads XML as a stream.
#include <expat.h>
