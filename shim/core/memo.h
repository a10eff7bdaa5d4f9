/*
 * What the engine has answered about a dead kernel, kept in a file: who opens the same files in the same way again and asks
 * the same needs no engine, and no Python, before something else is asked.
 *
 * Only for who names a folder in SUNKVM_CACHE. Nothing here is an error: what cannot be kept or believed is asked for.
 */
#ifndef SUNKVM_MEMO_H
#define SUNKVM_MEMO_H

#include <stddef.h>
#include <stdint.h>

#include "engine.h"
#include "place.h"

struct sk_memo;

/* Begin with a request to open an image: what is known of it already, or nothing yet; NULL where nothing may be kept. */
struct sk_memo *sk_memo_open(const void *request, size_t size, const struct sk_place *place);

/* Take the answer to the request to open; false where it must not be kept. */
int sk_memo_opened(struct sk_memo *memo, const struct sk_reply *reply);

/* The files have been opened after all: if they are others than before, no more answers are found or taken. */
void sk_memo_check(struct sk_memo *memo);

/* Put a known answer into the reply and return its value; -ENOENT where there is none. */
int64_t sk_memo_find(const struct sk_memo *memo, enum sunkvm_op op, const void *request, size_t size, struct sk_reply *reply);

/* Take an answer, if it is one to be kept. After calls that may change what others answer no more are found or taken. */
void sk_memo_add(struct sk_memo *memo, enum sunkvm_op op, const void *request, size_t size, int64_t value, const struct sk_reply *reply);

/* Write what is new to the file, and let go of it all. */
void sk_memo_close(struct sk_memo *memo);

#endif
