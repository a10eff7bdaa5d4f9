/*
 * The lzjb codec of Solaris crash dumps. No allocation, no state, no dependencies.
 */
#ifndef SUNKVM_LZJB_H
#define SUNKVM_LZJB_H

#include <stddef.h>

/*
 * Decompress slen bytes at src into dst; return the number of bytes produced, at most dlen. Fewer than
 * dlen mean that the input ended early or is corrupt: what was produced stands, and bytes of dst behind it
 * may have been overwritten. Input that is not shorter than dlen is stored raw. Whatever the input, nothing
 * outside the two buffers is read or written; they must not overlap.
 */
size_t lzjb_decompress(const void *src, size_t slen, void *dst, size_t dlen);

/*
 * Compress len bytes at src into dst, which holds len bytes as well; return the number of bytes produced.
 * The result len means that dst is a plain copy, because the data does not become shorter.
 */
size_t lzjb_compress(const void *src, void *dst, size_t len);

#endif
