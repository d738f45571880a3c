/* What a generated call of a function in C is written with: for each type a reader and a writer of one, of a list and of
 * a list of lists. What is not used costs nothing. */
#include "prelude.h"

static void flush_prints(void) { fflush(NULL); }

#include "wire.h"

/* Each on its own, so that a candidate's mistake with one does not end in the next. */
static char *copy_of(const Json *json) {
    char *text = (char *)room_for(NULL, json->size + 1);
    return (char *)memcpy(text, json->text, json->size + 1);
}

static char *text_of(const Json *json) {
    expect(json, '"', "a text");
    if (strlen(json->text) != json->size) unfit("a text in C cannot hold a NUL character");
    return copy_of(json);
}

static void put_text_or_null(const char *text) {
    if (text) put_text(text, strlen(text));
    else put_word("null");
}

static void put_character(char value) { put_text(&value, 1); }

static const Json *whole(const Json *json) {
    expect(json, '0', "a whole number");
    return json;
}

static void enter(size_t place) {
    if (place_depth < most_depth) places[place_depth] = place;
    ++place_depth;
}

static void leave(void) { --place_depth; }

static size_t returned_size(long long size, const void *values) {
    if (size < 0) unfit("its size is %lld", size);
    if (size && !values) unfit("it is NULL, and its size is %lld", size);
    return (size_t)size;
}

static void put_grid_open(size_t place) { put(place ? "," : "[", 1); }

static void put_grid_close(size_t size) { put_word(size ? "]" : "[]"); }

/* Lists end with a zero, so that a list of characters is a text too. */
#define TYPE(TAG, T, READ, PUT)                                                              \
    static T read_##TAG(const Json *json) { return (T)READ; }                                \
    static void put_##TAG(T value) { PUT; }                                                  \
    static T *read_##TAG##_list(const Json *json, size_t *size) {                            \
        T *values;                                                                           \
        if (json->kind == '"' && #TAG[0] == 'c') return *size = json->size, (T *)copy_of(json); \
        expect(json, '[', "a list");                                                         \
        values = (T *)room_for(NULL, (json->count + 1) * sizeof(T));                         \
        memset(values, 0, (json->count + 1) * sizeof(T));                                    \
        for (size_t place = 0; place < json->count; ++place) {                               \
            enter(place);                                                                    \
            values[place] = read_##TAG(&json->items[place]);                                 \
            leave();                                                                         \
        }                                                                                    \
        *size = json->count;                                                                 \
        return values;                                                                       \
    }                                                                                        \
    static void put_##TAG##_list(T const *values, size_t size) {                             \
        for (size_t place = 0; place < size; ++place) {                                      \
            put_grid_open(place);                                                            \
            enter(place);                                                                    \
            put_##TAG(values[place]);                                                        \
            leave();                                                                         \
        }                                                                                    \
        put_grid_close(size);                                                                \
    }                                                                                        \
    static T **read_##TAG##_grid(const Json *json, size_t *rows, int **columns) {            \
        T **values;                                                                          \
        expect(json, '[', "a list of lists");                                                \
        values = (T **)room_for(NULL, (json->count + 1) * sizeof(T *));                      \
        *columns = (int *)room_for(NULL, (json->count + 1) * sizeof(int));                   \
        for (size_t place = 0; place < json->count; ++place) {                               \
            size_t size;                                                                     \
            enter(place);                                                                    \
            values[place] = read_##TAG##_list(&json->items[place], &size);                   \
            leave();                                                                         \
            (*columns)[place] = (int)size;                                                   \
        }                                                                                    \
        *rows = json->count;                                                                 \
        return values;                                                                       \
    }                                                                                        \
    static void put_##TAG##_grid(T *const *values, size_t rows, const int *columns) {        \
        if (rows && !columns) unfit("the lengths of its rows are NULL");                     \
        for (size_t place = 0; place < rows; ++place) {                                      \
            put_grid_open(place);                                                            \
            enter(place);                                                                    \
            put_##TAG##_list(values[place], returned_size(columns[place], values[place]));   \
            leave();                                                                         \
        }                                                                                    \
        put_grid_close(rows);                                                                \
    }

#define SIGNED(TAG, T) TYPE(TAG, T, signed_of(whole(json)->text, json->size, sizeof(T) * 8), put_signed(value))
#define UNSIGNED(TAG, T) TYPE(TAG, T, unsigned_of(whole(json)->text, json->size, sizeof(T) * 8), put_unsigned(value))

TYPE(bool, bool, bool_of(json), put_word(value ? "true" : "false"))
TYPE(char, char, character_of(json), put_character(value))
TYPE(string, char *, text_of(json), put_text_or_null(value))
SIGNED(schar, signed char)
SIGNED(short, short)
SIGNED(int, int)
SIGNED(long, long)
SIGNED(llong, long long)
UNSIGNED(uchar, unsigned char)
UNSIGNED(ushort, unsigned short)
UNSIGNED(uint, unsigned)
UNSIGNED(ulong, unsigned long)
UNSIGNED(ullong, unsigned long long)
TYPE(float, float, number_of(json, FLT_MAX), put_number(value, 1))
TYPE(double, double, number_of(json, DBL_MAX), put_number(value, 0))

/* Columns of a grid that is told only one number of them. */
static int same_columns(const int *columns, size_t rows) {
    for (size_t place = 1; place < rows; ++place)
        if (columns[place] != columns[0]) unfit("its rows are of different lengths");
    return rows ? columns[0] : 0;
}
