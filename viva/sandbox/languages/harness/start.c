/* Prints go out line by line: of who is stopped or crashes, what was printed until then is seen. */
#include <stdio.h>

__attribute__((constructor)) static void print_by_lines(void) { setvbuf(stdout, NULL, _IOLBF, BUFSIZ); }
