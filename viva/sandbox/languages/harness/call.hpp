// One call of a candidate's function, of whatever types it has.
#pragma once

namespace viva_judge {

// Line by line: of who is stopped or crashes, what was printed until then is seen.
__attribute__((constructor)) static void print_by_lines() { std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ); }

static void flush_prints() {
    std::cout.flush();
    std::clog.flush();
    std::fflush(nullptr);
}

#include "wire.h"

}  // namespace viva_judge

#include "codec.hpp"

namespace viva_judge {

static void tell_thrown(const char* what) {
    const std::type_info* type = abi::__cxa_current_exception_type();
    int failed = 0;
    const char* name = type ? abi::__cxa_demangle(type->name(), nullptr, nullptr, &failed) : nullptr;
    char text[2048];
    flush_prints();
    int size = snprintf(text, sizeof text, "%.400s%s%.1400s", name ? name : "something", what ? ": " : "", what ? what : "");
    std::fprintf(stderr, "exception: %s\n", text);
    std::strcpy(text + size, " was thrown");
    tell('X', text, size + std::strlen(text + size));
}

template <class T>
void read_argument(const Json& json, T& value, std::size_t place) {
    argument_place = place + 1;
    Codec<T>::read(json, value);
    argument_place = 0;
}

template <class T>
void answer(const T& value) {
    answering = 1;
    Codec<T>::write(value);
    tell_answer();
}

template <class T>
constexpr bool changeable = std::is_lvalue_reference_v<T> && !std::is_const_v<std::remove_reference_t<T>>;

// What a function without a return value leaves in the first of its parameters that it may change.
template <std::size_t I, class... A, class Stored>
void answer_changed(Stored& stored) {
    if constexpr (I == sizeof...(A)) tell('R', "null", 4);
    else if constexpr (changeable<std::tuple_element_t<I, std::tuple<A...>>>) answer(std::get<I>(stored));
    else answer_changed<I + 1, A...>(stored);
}

template <class R, class... A, class Callee, std::size_t... I>
void call(Callee callee, const char* name, std::index_sequence<I...>) {
    const Json* json = read_arguments(name, sizeof...(A));
    std::tuple<std::decay_t<A>...> stored;
    (read_argument(json[I], std::get<I>(stored), I), ...);
    if constexpr (std::is_void_v<R>) {
        callee(static_cast<A&&>(std::get<I>(stored))...);
        answer_changed<0, A...>(stored);
    } else {
        answer<std::decay_t<R>>(callee(static_cast<A&&>(std::get<I>(stored))...));
    }
}

template <class R, class... A, class Callee>
void serve_as(Callee callee, const char* name) try {
    call<R, A...>(callee, name, std::index_sequence_for<A...>());
} catch (const std::bad_alloc&) {
    tell('M', "", 0);
} catch (const std::exception& error) {
    tell_thrown(error.what());
} catch (const std::string& error) {
    tell_thrown(error.c_str());
} catch (const char* error) {
    tell_thrown(error);
} catch (...) {
    tell_thrown(nullptr);
}

template <class R, class... A>
void serve(R (*function)(A...), const char* name) {
    serve_as<R, A...>(function, name);
}

template <class R, class C, class... A>
void serve(R (C::*method)(A...), const char* name) {
    serve_as<R, A...>([method](A... a) -> R { C object; return (object.*method)(static_cast<A&&>(a)...); }, name);
}

template <class R, class C, class... A>
void serve(R (C::*method)(A...) const, const char* name) {
    serve_as<R, A...>([method](A... a) -> R { C object; return (object.*method)(static_cast<A&&>(a)...); }, name);
}

}  // namespace viva_judge
