/* What every libkvm keeps of an opened image: the reader, the link to the engine, a place in the list of what is open. */
#ifndef SUNKVM_IMAGE_H
#define SUNKVM_IMAGE_H

#include "kcore.h"
#include "link.h"

struct sk_image {
	struct kcore core;
	struct sk_link link;
	uint64_t shared; /* the file with a live kernel's memory */
	struct sk_image *following; /* list of the open images of this library */
};

/* How misses of the reader are answered: by the engine. The context is the image. */
extern const struct kc_calls sk_image_calls;

/* Read without the reader's caches; the number of bytes, or -errno where that would be 0. For `kc_calls`. */
ssize_t sk_image_read(void *image, uint64_t space, uint64_t va, void *buf, size_t count);

/* Begin the request to open an image, with all that flavours have in common; `options` are of enum sunkvm_option. */
void sk_ask_to_open(struct sk_message *request, const char *flavour, const char *namelist, const char *corefile,
		    const char *swapfile, int flag, unsigned options);

/*
 * Open an image. Above 0 it is open: *rest is then at what the flavour alone has to know. Otherwise -errno, and the reply
 * may hold a text that says why; nothing is left open. `calls` and `direct` are for the reader. The reply is the caller's.
 */
int64_t sk_image_open(struct sk_image *image, const struct sk_message *request, const struct kc_calls *calls, int direct,
		      struct sk_reply *reply, struct sk_reader *rest);

/* Note an image as open: from here on forks see to its locks. */
void sk_image_add(struct sk_image *image);

/* Whether this is an open image; taken from the list if `away`. It is not looked at otherwise. */
int sk_image_is_open(const struct sk_image *image, int away);

/* Return the image that was opened last among those that are open, or NULL. */
struct sk_image *sk_image_latest(void);

void sk_image_close(struct sk_image *image);

/* Whether a variable is set to something that means yes; never in a set-id program. */
int sk_wanted(const char *variable);

#endif
