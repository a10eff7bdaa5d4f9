/* Having a Python interpreter in a program that knows nothing of it. */
#ifndef SUNKVM_PYHOST_H
#define SUNKVM_PYHOST_H

/* Start an interpreter or adopt the one that runs; 0, or -1 with pyhost_error() set. Any thread, any number of times. */
int pyhost_start(void);
const char *pyhost_error(void);

/* Whether sunkvm._shim has been imported, which cffi does not tell. */
int pyhost_ready(void);

/* Around every call of the interpreter: a fork in another thread waits for its end. Not for one that the program has brought. */
void pyhost_enter(void);
void pyhost_leave(void);

#endif
