/* Stacks. */
#ifndef _SUNKVM_SOLARIS_SYS_STACK_H
#define _SUNKVM_SOLARIS_SYS_STACK_H

#define STACK_BIAS 2047 /* of SPARC V9 */

#endif
