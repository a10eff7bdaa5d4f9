/* A C library over the real engine: what each flavour asks of an image, and where its answers go. */
#ifndef FUZZ_LIBRARY_H
#define FUZZ_LIBRARY_H

#include <stddef.h>
#include <stdint.h>

/* Open the image and make every call; written for each flavour. */
void look_at(const char *namelist, const char *corefile);

extern int images_opened;

/* Take answers into the digest: every byte is looked at, so that the sanitizer sees all of them. */
void answer(const void *bytes, size_t size);
void answer_number(int64_t number);
void answer_string(const char *string); /* or NULL */
void answer_strings(char **strings);    /* or NULL */

#endif
