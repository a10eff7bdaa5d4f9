/* Choices read from the fuzzer's bytes, and an engine that answers what they say. */
#ifndef FUZZ_STUB_H
#define FUZZ_STUB_H

#include <stddef.h>
#include <stdint.h>

struct input {
	const uint8_t *at, *end;
};

extern struct input input;

uint8_t a_byte(void);
uint64_t a_number(void);     /* small, an edge, or anything */
uint64_t an_offset(void);    /* of a page, which may be marked as slow */
size_t some_bytes(void *to, size_t room); /* as many as the input says and has */

/* The file that plain offsets lead into. */
#define FILE_PAGES 64
extern uint64_t file_dev, file_ino;
extern char file_path[64];

int the_file(void);

extern const int stub_has_calls; /* of each target: answers to SK_CALL are mostly made as the engine makes them: messages, then the answer */

/* Reads all of what a library has given, which the sanitizers watch. */
extern volatile size_t total;
void look(char *const *vector);                            /* strings up to NULL */
void touch(const void *structs, int count, size_t size);   /* structs of any size that the program may have */

#endif
