/* Sets of signals with the BSDs' name for their words. */
#include <sunkvm/sigset.h>
#include_next <signal.h>
