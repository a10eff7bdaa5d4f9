/*
 * The lzjb codec of Solaris crash dumps; sunkvm/corefiles/lzjb.py is its twin and says what the format is.
 */
#include "lzjb.h"

#include <stdint.h>
#include <string.h>

enum {
	MATCH_MIN = 3,
	MATCH_MAX = 66,
	GROUP_IN = 1 + 8 * 2,		/* the longest group, compressed */
	GROUP_OUT = 8 * MATCH_MAX,	/* and what it can make */
	SLACK = 8,			/* copies in steps of 8 bytes write up to 7 too many */
};

/*
 * Copy a match whose bytes lie distance before dst, where dst has room for length + SLACK bytes.
 */
static inline void
copy_match(uint8_t *dst, size_t distance, size_t length)
{
	const uint8_t *from = dst - distance;

	if (distance >= 8) {
		for (size_t i = 0; i < length; i += 8)
			memcpy(dst + i, from + i, 8);
	} else if (distance == 1) {
		memset(dst, *from, length);
	} else {
		for (size_t i = 0; i < length; i++)
			dst[i] = from[i];
	}
}

size_t
lzjb_decompress(const void *src, size_t slen, void *dst, size_t dlen)
{
	const uint8_t *in = src, *in_end = in + slen;
	uint8_t *start = dst, *out = start, *out_end = out + dlen;

	if (slen >= dlen) {
		if (dlen != 0)
			memcpy(dst, src, dlen);
		return dlen;
	}

	/* Whole groups that can reach neither end. */
	while (in_end - in >= GROUP_IN && out_end - out >= GROUP_OUT + SLACK) {
		unsigned bits = *in++;

		if (bits == 0) {
			memcpy(out, in, 8);
			in += 8;
			out += 8;
			continue;
		}
		for (int item = 0; item < 8; item++, bits >>= 1) {
			if ((bits & 1) == 0) {
				*out++ = *in++;
				continue;
			}
			size_t length = (in[0] >> 2) + MATCH_MIN;
			size_t distance = (size_t)(in[0] & 3) << 8 | in[1];

			in += 2;
			if (distance == 0 || distance > (size_t)(out - start))
				return (size_t)(out - start);
			copy_match(out, distance, length);
			out += length;
		}
	}

	/* The rest, with a look at both ends before every item. */
	while (in < in_end && out < out_end) {
		unsigned bits = *in++;

		for (int item = 0; item < 8 && in < in_end && out < out_end; item++, bits >>= 1) {
			if ((bits & 1) == 0) {
				*out++ = *in++;
				continue;
			}
			if (in_end - in < 2)
				return (size_t)(out - start);
			size_t length = (in[0] >> 2) + MATCH_MIN;
			size_t distance = (size_t)(in[0] & 3) << 8 | in[1];

			in += 2;
			if (distance == 0 || distance > (size_t)(out - start))
				return (size_t)(out - start);
			if (length > (size_t)(out_end - out))
				length = (size_t)(out_end - out);
			for (const uint8_t *from = out - distance; length > 0; length--)
				*out++ = *from++;
		}
	}
	return (size_t)(out - start);
}

size_t
lzjb_compress(const void *src, void *dst, size_t len)
{
	const uint8_t *data = src;
	uint8_t *out = dst;
	size_t seen[256] = {0};
	size_t position = 0, made = 0;

	while (position < len) {
		if (made + GROUP_IN >= len) {
			memcpy(dst, src, len);
			return len;
		}
		uint8_t *map = &out[made++];

		*map = 0;
		for (int bit = 0; bit < 8 && position < len; bit++) {
			const uint8_t *here = data + position;

			if (len - position < MATCH_MAX) {
				out[made++] = *here;
				position++;
				continue;
			}
			size_t slot = (uint8_t)((here[0] + 13) ^ (here[1] - 13) ^ here[2]);
			size_t distance = (position - seen[slot]) & 1023;
			const uint8_t *from = here - distance;

			seen[slot] = position;
			if (distance == 0 || memcmp(from, here, MATCH_MIN) != 0) {
				out[made++] = *here;
				position++;
				continue;
			}
			size_t length = MATCH_MIN;

			while (length < MATCH_MAX && from[length] == here[length])
				length++;
			*map |= (uint8_t)(1u << bit);
			out[made++] = (uint8_t)((length - MATCH_MIN) << 2 | distance >> 8);
			out[made++] = (uint8_t)distance;
			position += length;
		}
	}
	return made;
}
