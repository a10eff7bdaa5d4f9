/* Trace buffers of the kernel. */
#ifndef _SUNKVM_SOLARIS_SYS_TNF_COM_H
#define _SUNKVM_SOLARIS_SYS_TNF_COM_H

#include <sys/types.h>

typedef uint8_t tnf_uint8_t;
typedef uint16_t tnf_uint16_t;
typedef uint32_t tnf_uint32_t;
typedef int tnf_ref32_t;

#define TNF_MAGIC 0x544e4600
#define TNF_FILE_VERSION 1
#define TNF_TAG_GENERATION_NUM ((tnf_uint32_t)-1)

typedef struct {
	tnf_ref32_t tag;
	tnf_uint32_t file_version;
	tnf_uint32_t file_header_size;
	tnf_uint32_t file_log_size;
	tnf_uint32_t block_header_size;
	tnf_uint32_t block_size;
	tnf_uint32_t directory_size;
	tnf_uint32_t block_count;
	tnf_uint32_t blocks_valid;
} tnf_file_header_t;

typedef struct tnf_block_header {
	tnf_ref32_t tag;
	tnf_uint32_t generation;
	tnf_uint16_t bytes_valid;
	tnf_uint8_t A_lock;
	tnf_uint8_t B_lock;
	struct tnf_block_header *next_block;
} tnf_block_header_t;

#endif
