// Which C++ types can be arguments and answers. A type without a Codec does not compile, and the build says so.
#pragma once

namespace viva_judge {

template <class T, class = void>
struct Codec;

template <class T>
void read_at(const Json& json, T& value, std::size_t place) {
    places[place_depth++] = place;
    Codec<T>::read(json, value);
    --place_depth;
}

template <class T>
void write_at(const T& value, std::size_t place) {
    if (place_depth == most_depth) unfit("it is nested too deeply");
    places[place_depth++] = place;
    Codec<T>::write(value);
    --place_depth;
}

template <>
struct Codec<bool> {
    static void read(const Json& json, bool& value) { value = bool_of(&json); }
    static void write(bool value) { put_word(value ? "true" : "false"); }
};

template <>
struct Codec<char> {
    static void read(const Json& json, char& value) { value = character_of(&json); }
    static void read_key(const Json& json, char& value) { read(json, value); }
    static void write(char value) { put_text(&value, 1); }
};

template <class T>
constexpr bool is_whole = std::is_integral_v<T> && sizeof(T) <= 8 && !std::is_same_v<T, wchar_t>;

template <class T>
struct Codec<T, std::enable_if_t<is_whole<T>>> {
    static void read(const Json& json, T& value) {
        expect(&json, '0', "a whole number");
        read_key(json, value);
    }
    static void read_key(const Json& json, T& value) {
        if constexpr (std::is_signed_v<T>) value = static_cast<T>(signed_of(json.text, json.size, sizeof(T) * 8));
        else value = static_cast<T>(unsigned_of(json.text, json.size, sizeof(T) * 8));
    }
    static void write(T value) {
        if constexpr (std::is_signed_v<T>) put_signed(value);
        else put_unsigned(value);
    }
};

template <class T>
struct Codec<T, std::enable_if_t<std::is_floating_point_v<T>>> {
    static constexpr bool single = sizeof(T) == sizeof(float);
    static void read(const Json& json, T& value) {
        value = static_cast<T>(number_of(&json, single ? __FLT_MAX__ : __DBL_MAX__));
    }
    static void write(T value) { put_number(static_cast<double>(value), single); }
};

template <>
struct Codec<std::string> {
    static void read(const Json& json, std::string& value) {
        expect(&json, '"', "a text");
        read_key(json, value);
    }
    static void read_key(const Json& json, std::string& value) { value.assign(json.text, json.size); }
    static void write(const std::string& value) { put_text(value.data(), value.size()); }
};

template <class T>
struct Codec<std::optional<T>> {
    static void read(const Json& json, std::optional<T>& value) {
        if (json.kind != 'n') Codec<T>::read(json, value.emplace());
    }
    static void write(const std::optional<T>& value) {
        if (value) Codec<T>::write(*value);
        else put_word("null");
    }
};

template <class C>
struct ListCodec {
    using Item = typename C::value_type;
    static void read(const Json& json, C& value) {
        expect(&json, '[', "a list");
        for (std::size_t place = 0; place < json.count; ++place) {
            Item item{};
            read_at<Item>(json.items[place], item, place);
            value.insert(value.end(), std::move(item));
        }
    }
    static void write(const C& value) {
        std::size_t place = 0;
        put("[", 1);
        for (auto&& item : value) {
            if (place) put(",", 1);
            write_at<Item>(item, place++);
        }
        put("]", 1);
    }
};
template <class T> struct Codec<std::vector<T>> : ListCodec<std::vector<T>> {};
template <class T> struct Codec<std::deque<T>> : ListCodec<std::deque<T>> {};
template <class T> struct Codec<std::list<T>> : ListCodec<std::list<T>> {};
template <class T> struct Codec<std::set<T>> : ListCodec<std::set<T>> {};
template <class T> struct Codec<std::multiset<T>> : ListCodec<std::multiset<T>> {};
template <class T> struct Codec<std::unordered_set<T>> : ListCodec<std::unordered_set<T>> {};

template <class C>
struct MapCodec {
    using Key = typename C::key_type;
    using Item = typename C::mapped_type;
    static constexpr bool bare_key = std::is_integral_v<Key> && !std::is_same_v<Key, char>;
    static void read(const Json& json, C& value) {
        expect(&json, '{', "an object");
        for (std::size_t place = 0; place < json.count; place += 2) {
            Key key{};
            Item item{};
            Codec<Key>::read_key(json.items[place], key);
            read_at<Item>(json.items[place + 1], item, place / 2);
            value.emplace(std::move(key), std::move(item));
        }
    }
    static void write(const C& value) {
        std::size_t place = 0;
        put("{", 1);
        for (const auto& [key, item] : value) {
            if (place) put(",", 1);
            if (bare_key) put("\"", 1);
            Codec<Key>::write(key);
            put_word(bare_key ? "\":" : ":");
            write_at<Item>(item, place++);
        }
        put("}", 1);
    }
};
template <class K, class T> struct Codec<std::map<K, T>> : MapCodec<std::map<K, T>> {};
template <class K, class T> struct Codec<std::unordered_map<K, T>> : MapCodec<std::unordered_map<K, T>> {};

template <class C, std::size_t N, class = std::make_index_sequence<N>>
struct TupleCodec;

template <class C, std::size_t N, std::size_t... I>
struct TupleCodec<C, N, std::index_sequence<I...>> {
    static void read(const Json& json, C& value) {
        expect(&json, '[', "a list");
        if (json.count != N) unfit("a list of %zu was expected, and it has %zu", N, json.count);
        (read_at(json.items[I], std::get<I>(value), I), ...);
    }
    static void write(const C& value) {
        put("[", 1);
        ((put(",", I > 0), write_at(std::get<I>(value), I)), ...);
        put("]", 1);
    }
};
template <class A, class B> struct Codec<std::pair<A, B>> : TupleCodec<std::pair<A, B>, 2> {};
template <class... T> struct Codec<std::tuple<T...>> : TupleCodec<std::tuple<T...>, sizeof...(T)> {};
template <class T, std::size_t N> struct Codec<std::array<T, N>> : TupleCodec<std::array<T, N>, N> {};

}  // namespace viva_judge
