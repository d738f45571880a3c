/* What C's and C++'s harness share: the frames, JSON in and out, and what is said of a value that does not fit.
 *
 * Plain C that is C++ too, without a header of either: it is compiled with every submission, and so has to be quick to.
 * Whoever includes it gives it stdio, stdlib, stdarg, stdint, string, errno, math and unistd, and `flush_prints`. */

enum { most_answer = 1024 * 1024, most_depth = 512 };

typedef struct Json {
    char kind;          /* n null, t true, f false, 0 a number, " a text, [ a list, { an object */
    char *text;         /* of a text: decoded, with a NUL behind it; of a number: as it was written, delimited by what follows */
    size_t size;
    struct Json *items; /* of a list; of an object key and value in turn */
    size_t count;       /* items; of an object both */
} Json;

/* Where in the arguments or in the answer we are, for the sentence that says what does not fit. */
static const char *judged_name = "";
static size_t argument_place, places[most_depth + 1];
static int place_depth, answering;

static char *out_text;
static size_t out_size, out_room;

static int read_exactly(char *target, size_t size) {
    while (size > 0) {
        ssize_t got = read(4, target, size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return 0;
        target += got;
        size -= (size_t)got;
    }
    return 1;
}

static void write_exactly(const char *text, size_t size) {
    while (size > 0) {
        ssize_t wrote = write(3, text, size);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) _Exit(70);
        text += wrote;
        size -= (size_t)wrote;
    }
}

/* The one frame. All that was printed goes out before it, and nothing runs after it, no destructor either. */
static void tell(char letter, const char *text, size_t size) {
    char head[5] = {(char)((size + 1) >> 24), (char)((size + 1) >> 16), (char)((size + 1) >> 8), (char)(size + 1), letter};
    flush_prints();
    write_exactly(head, sizeof head);
    write_exactly(text, size);
    _Exit(0);
}

static void unfit(const char *format, ...) {
    char text[1024];
    va_list rest;
    int used = snprintf(text, sizeof text, answering ? "%.200s returned what cannot be an answer" : argument_place ? "argument %2$zu of %1$.200s" : "%.200s", judged_name, argument_place);
    for (int depth = 0; depth < place_depth && used < 700; ++depth)
        used += snprintf(text + used, sizeof text - (size_t)used, ", item %zu", places[depth]);
    used += snprintf(text + used, sizeof text - (size_t)used, ": ");
    va_start(rest, format);
    vsnprintf(text + used, sizeof text - (size_t)used, format, rest);
    va_end(rest);
    tell('U', text, strlen(text));
}

static void *room_for(void *old, size_t size) {
    void *found = realloc(old, size ? size : 1);
    if (!found) tell('M', "", 0);
    return found;
}

static const char *kind_name(const Json *json) {
    switch (json->kind) {
        case 'n': return "null";
        case 't': case 'f': return "a bool";
        case '0': return "a number";
        case '"': return "a text";
        case '[': return "a list";
        default: return "an object";
    }
}

static void expect(const Json *json, char kind, const char *wanted) {
    if (json->kind != kind) unfit("%s was expected, and it is %s", wanted, kind_name(json));
}

/* Reading. `at` is the one place that is read at; the text ends with a NUL. */

static char *at;

static void not_json(void) { unfit("the arguments are not JSON"); }

static char next_char(void) {
    at += strspn(at, " \n\t\r");
    return *at;
}

static int take(char wanted) {
    if (next_char() != wanted) return 0;
    ++at;
    return 1;
}

static unsigned four_digits(void) {
    unsigned value = 0;
    for (int place = 0; place < 4; ++place) {
        char digit = *at;
        if (digit >= '0' && digit <= '9') value = value * 16 + (unsigned)(digit - '0');
        else if ((digit | 32) >= 'a' && (digit | 32) <= 'f') value = value * 16 + (unsigned)((digit | 32) - 'a' + 10);
        else not_json();
        ++at;
    }
    return value;
}

/* Behind \u. */
static unsigned code_point(void) {
    unsigned high = four_digits(), low;
    if (high < 0xD800 || high > 0xDFFF) return high;
    if (high < 0xDC00 && at[0] == '\\' && at[1] == 'u') {
        at += 2;
        low = four_digits();
        if (low >= 0xDC00 && low <= 0xDFFF) return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    }
    unfit("the arguments hold half of a surrogate pair");
    return 0;
}

static char *encode(char *target, unsigned point) {
    static const unsigned char first[] = {0, 0xC0, 0xE0, 0xF0};
    int more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    *target++ = (char)(first[more] | (point >> (6 * more)));
    while (more--) *target++ = (char)(0x80 | ((point >> (6 * more)) & 0x3F));
    return target;
}

/* Decoded where it stands: no escape is shorter than what it means. */
static void read_text(Json *json) {
    static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    char *target = json->text = ++at;
    while (*at != '"') {
        const char *found;
        if (!*at) not_json();
        if (*at != '\\') {
            *target++ = *at++;
        } else if (*++at == 'u') {
            ++at;
            target = encode(target, code_point());
        } else {
            found = *at ? strchr(names, *at) : NULL;
            if (!found) not_json();
            *target++ = means[found - names];
            ++at;
        }
    }
    ++at;
    *target = '\0';
    json->size = (size_t)(target - json->text);
}

static void read_word(const char *word) {
    size_t size = strlen(word);
    if (strncmp(at, word, size)) not_json();
    at += size;
}

static void read_number(Json *json) {
    json->kind = '0';
    json->text = at;
    json->size = strspn(at, "+-.0123456789eE");
    if (!json->size) not_json();
    at += json->size;
}

static void read_json(Json *json, int depth);

static void read_items(Json *json, int depth) {
    size_t room = 0;
    char end = json->kind == '[' ? ']' : '}';
    ++at;
    if (take(end)) return;
    do {
        if (json->count + 2 > room) {
            room = room ? room * 2 : 8;
            json->items = (Json *)room_for(json->items, room * sizeof(Json));
        }
        if (end == '}') {
            read_json(&json->items[json->count], depth + 1);
            if (json->items[json->count++].kind != '"' || !take(':')) not_json();
        }
        read_json(&json->items[json->count++], depth + 1);
    } while (take(','));
    if (!take(end)) not_json();
}

static void read_json(Json *json, int depth) {
    if (depth > most_depth) unfit("the arguments are nested too deeply");
    memset(json, 0, sizeof *json);
    switch (json->kind = next_char()) {
        case '[': case '{': read_items(json, depth); break;
        case '"': read_text(json); break;
        case 'n': read_word("null"); break;
        case 't': read_word("true"); break;
        case 'f': read_word("false"); break;
        default: read_number(json);
    }
}

/* The test's arguments: a list of `wanted`. */
static Json *read_arguments(const char *name, size_t wanted) {
    static Json whole;
    unsigned char head[4];
    size_t size;
    judged_name = name;
    if (!read_exactly((char *)head, sizeof head)) _Exit(70);
    size = ((size_t)head[0] << 24) | ((size_t)head[1] << 16) | ((size_t)head[2] << 8) | head[3];
    at = (char *)room_for(NULL, size + 1);
    if (!read_exactly(at, size)) _Exit(70);
    close(4);
    at[size] = '\0';
    read_json(&whole, 0);
    if (next_char() || whole.kind != '[') not_json();
    if (whole.count != wanted) unfit("it takes %zu arguments, and the test gives %zu", wanted, whole.count);
    return whole.items;
}

static void no_fit(const char *text, int size, int bits, const char *sign) {
    unfit("%.*s%s does not fit into %s%d bits", size < 60 ? size : 60, text, size < 60 ? "" : "...", sign, bits);
}

static void expect_whole(const char *text, size_t size) {
    size_t digits = strspn(text, "-0123456789");
    if (!size || digits < size) unfit("%.*s is not a whole number", size < 60 ? (int)size : 60, text);
}

static long long signed_of(const char *text, size_t size, int bits) {
    long long value, high = (long long)(~0ULL >> (65 - bits));
    char *end;
    expect_whole(text, size);
    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno || end != text + size || value > high || value < -high - 1) no_fit(text, (int)size, bits, "");
    return value;
}

static unsigned long long unsigned_of(const char *text, size_t size, int bits) {
    unsigned long long value;
    char *end;
    expect_whole(text, size);
    errno = 0;
    value = strtoull(text, &end, 10);
    if (errno || end != text + size || *text == '-' || value > ~0ULL >> (64 - bits)) no_fit(text, (int)size, bits, "unsigned ");
    return value;
}

static double number_of(const Json *json, double most) {
    char *end;
    double value;
    expect(json, '0', "a number");
    value = strtod(json->text, &end);
    if (end != json->text + json->size) unfit("%.*s is not a number", json->size < 60 ? (int)json->size : 60, json->text);
    if (!(value <= most && value >= -most)) unfit("%.*s is too large for it", json->size < 60 ? (int)json->size : 60, json->text);
    return value;
}

static int bool_of(const Json *json) {
    if (json->kind != 't' && json->kind != 'f') unfit("a bool was expected, and it is %s", kind_name(json));
    return json->kind == 't';
}

static char character_of(const Json *json) {
    expect(json, '"', "a text of one character");
    if (json->size != 1) unfit("a text of one character of one byte was expected");
    return json->text[0];
}

/* Writing. */

static void put(const char *text, size_t size) {
    if (out_size + size > most_answer) {
        place_depth = 0;
        unfit("it is larger than 1024 KiB as JSON");
    }
    if (out_size + size > out_room) out_text = (char *)room_for(out_text, out_room = (out_size + size) * 2 + 64);
    memcpy(out_text + out_size, text, size);
    out_size += size;
}

static void put_word(const char *text) { put(text, strlen(text)); }

static void put_signed(long long value) {
    char text[32];
    put(text, (size_t)snprintf(text, sizeof text, "%lld", value));
}

static void put_unsigned(unsigned long long value) {
    char text[32];
    put(text, (size_t)snprintf(text, sizeof text, "%llu", value));
}

/* The shortest text that reads back as the same number, of 24 or 53 bits. */
static void put_number(double value, int single) {
    char text[64];
    int digits = single ? 6 : 15, used = 0;
    if (!(value - value == 0)) unfit("it holds a number that is not finite, and JSON has none such");
    for (; digits <= 17; ++digits) {
        double back;
        used = snprintf(text, sizeof text, "%.*g", digits, value);
        back = strtod(text, NULL);
        if (single ? (float)back == (float)value : back == value) break;
    }
    put(text, (size_t)used);
}

/* The bytes of the UTF-8 sequence at the front; 0 where there is none (overlong, half a pair, cut off). */
static size_t sequence(const unsigned char *text, size_t left) {
    size_t size = text[0] < 0x80 ? 1 : text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : 2;
    if (size == 1) return 1;
    if (text[0] < 0xC2 || text[0] > 0xF4 || left < size) return 0;
    for (size_t place = 1; place < size; ++place)
        if ((text[place] & 0xC0) != 0x80) return 0;
    if ((text[0] == 0xE0 && text[1] < 0xA0) || (text[0] == 0xED && text[1] > 0x9F)) return 0;
    if ((text[0] == 0xF0 && text[1] < 0x90) || (text[0] == 0xF4 && text[1] > 0x8F)) return 0;
    return size;
}

/* Bytes that are no UTF-8 become the replacement character. */
static void put_text(const char *text, size_t size) {
    char escape[8];
    put("\"", 1);
    for (size_t place = 0; place < size;) {
        size_t taken = sequence((const unsigned char *)text + place, size - place);
        unsigned char byte = (unsigned char)text[place];
        if (!taken) put_word("\\ufffd");
        else if (byte == '"' || byte == '\\' || byte < 0x20) put(escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", byte));
        else put(text + place, taken);
        place += taken ? taken : 1;
    }
    put("\"", 1);
}

static void tell_answer(void) { tell('R', out_text, out_size); }
