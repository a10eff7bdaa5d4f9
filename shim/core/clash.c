#include "clash.h"

#include <dlfcn.h>
#include <elf.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>

#if UINTPTR_MAX > 0xffffffff

/* The program's table of symbols for the dynamic linker. */
struct table {
	const Elf64_Sym *symbols;
	const char *names;
	uint32_t count;
};

/* How many symbols a table has, which only its hash tells: one more than the last of any chain. */
static uint32_t gnu_count(const uint32_t *hash)
{
	uint32_t buckets = hash[0], first = hash[1], words = hash[2], last = 0;
	const uint32_t *bucket = hash + 4 + words * (sizeof(uint64_t) / sizeof *hash), *chain = bucket + buckets;

	for (uint32_t i = 0; i < buckets; i++)
		if (bucket[i] > last)
			last = bucket[i];
	if (last < first)
		return first;
	while (!(chain[last - first] & 1))
		last++;
	return last + 1;
}

static int find_table(struct table *table)
{
	const Elf64_Phdr *headers = (const Elf64_Phdr *)getauxval(AT_PHDR);
	unsigned long count = getauxval(AT_PHNUM);
	const Elf64_Dyn *entry = NULL;
	const uint32_t *hash = NULL, *gnu = NULL;
	uintptr_t bias = 0;

	memset(table, 0, sizeof *table);
	if (!headers || getauxval(AT_PHENT) != sizeof *headers)
		return 0;
	for (unsigned long i = 0; i < count; i++)
		if (headers[i].p_type == PT_PHDR)
			bias = (uintptr_t)headers - headers[i].p_vaddr;
	for (unsigned long i = 0; i < count; i++)
		if (headers[i].p_type == PT_DYNAMIC)
			entry = (const Elf64_Dyn *)(bias + headers[i].p_vaddr);
	for (; entry && entry->d_tag != DT_NULL; entry++) {
		/* Some machines' loaders leave the addresses as they are in the file. */
		uintptr_t at = entry->d_un.d_ptr < bias ? bias + entry->d_un.d_ptr : entry->d_un.d_ptr;

		if (entry->d_tag == DT_SYMTAB)
			table->symbols = (const void *)at;
		else if (entry->d_tag == DT_STRTAB)
			table->names = (const void *)at;
		else if (entry->d_tag == DT_HASH)
			hash = (const void *)at;
		else if (entry->d_tag == DT_GNU_HASH)
			gnu = (const void *)at;
	}
	if (gnu)
		table->count = gnu_count(gnu);
	else if (hash)
		table->count = hash[1];
	return table->symbols && table->names && table->count;
}

static int meant_so(const char *name)
{
	static const char *const allocators[] = {
		"malloc", "calloc", "realloc", "reallocarray", "free", "memalign", "aligned_alloc", "posix_memalign",
		"valloc", "pvalloc", "malloc_usable_size", "cfree", "mallinfo", "mallinfo2", "mallopt", "malloc_trim",
		"malloc_stats", "main", "_init", "_fini", "_start",
	};

	for (size_t i = 0; i < sizeof allocators / sizeof *allocators; i++)
		if (!strcmp(name, allocators[i]))
			return 1;
	return 0;
}

const char *sk_clash(void)
{
	static const char *const libraries[] = {"libc.so.6", "libm.so.6"};
	struct table table;
	const char *found = NULL;

	if (!find_table(&table))
		return NULL;
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries && !found; i++) {
		void *library = dlopen(libraries[i], RTLD_LAZY | RTLD_NOLOAD);

		for (uint32_t n = 0; library && n < table.count; n++) {
			const Elf64_Sym *symbol = &table.symbols[n];
			const char *name = table.names + symbol->st_name;

			if (symbol->st_shndx == SHN_UNDEF || (symbol->st_info & 0xf) != STT_FUNC)
				continue;
			if (!strncmp(name, "__asan_", 7) || !strncmp(name, "__tsan_", 7) || !strncmp(name, "__msan_", 7) ||
			    !strncmp(name, "__lsan_", 7)) {
				dlclose(library);
				return NULL;
			}
			if (!found && !meant_so(name) && dlsym(library, name))
				found = name;
		}
		if (library)
			dlclose(library);
	}
	return found;
}

#else

/* Programs of 32 bits never have the engine in their process. */
const char *sk_clash(void)
{
	return NULL;
}

#endif
