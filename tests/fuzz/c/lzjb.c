/* The codec: any input, any room. What it compresses comes back; nothing is touched outside of the buffers. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lzjb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t room, count, packed;
	unsigned char *out, *back;

	if (size < 2)
		return 0;
	room = (size_t)(data[0] << 8 | data[1]) % 20000;
	data += 2;
	size -= 2;
	out = malloc(room ? room : 1);
	count = lzjb_decompress(data, size, out, room);
	if (count > room)
		abort();
	free(out);

	out = malloc(size ? size : 1);
	back = malloc(size ? size : 1);
	packed = lzjb_compress(data, out, size);
	if (packed > size || lzjb_decompress(out, packed, back, size) != size || memcmp(back, data, size))
		abort();
	free(out);
	free(back);
	return 0;
}
