/* C says of memory that ran out only NULL, and what dies of that dies like of any other mistake: so it is noted here
 * (linked with --wrap). The words are known to gcc.py. */
#include <stdlib.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);

static void *noted(void *found, size_t size) {
    static const char words[] = "out of memory: an allocation failed\n";
    if (!found && size && write(2, words, sizeof words - 1) < 0) _exit(70);
    return found;
}

void *__wrap_malloc(size_t size) { return noted(__real_malloc(size), size); }
void *__wrap_calloc(size_t count, size_t size) { return noted(__real_calloc(count, size), count && size); }
void *__wrap_realloc(void *old, size_t size) { return noted(__real_realloc(old, size), size); }
