import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes of what was read the value that a parameter's type asks for. */
final class VivaFit {
    private static final double TWO_TO_63 = 9223372036854775808.0;

    private VivaFit() {}

    static Object fit(Object value, Type type) throws VivaUnfit {
        Class<?> raw = raw(type);
        if (raw.isPrimitive()) {
            return scalar(value, raw);
        }
        if (raw == Optional.class) {
            return Optional.ofNullable(fit(value, part(type, 0)));
        }
        if (value == null) {
            return null;
        }
        if (raw.isArray()) {
            return array(value, component(type, raw));
        }
        if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) {
            return collection(list(value), type, raw);
        }
        return Map.class.isAssignableFrom(raw) ? map(value, type, raw) : scalar(value, raw);
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class) {
            return (Class<?>) type;
        }
        if (type instanceof ParameterizedType) {
            return (Class<?>) ((ParameterizedType) type).getRawType();
        }
        if (type instanceof GenericArrayType) {
            return Array.newInstance(raw(((GenericArrayType) type).getGenericComponentType()), 0).getClass();
        }
        return type instanceof WildcardType ? raw(((WildcardType) type).getUpperBounds()[0]) : Object.class;
    }

    private static Type component(Type type, Class<?> raw) {
        return type instanceof GenericArrayType ? ((GenericArrayType) type).getGenericComponentType() : raw.getComponentType();
    }

    /** The type argument in that place; Object where none is given. */
    private static Type part(Type type, int place) {
        if (type instanceof WildcardType) {
            return part(((WildcardType) type).getUpperBounds()[0], place);
        }
        Type[] parts = type instanceof ParameterizedType ? ((ParameterizedType) type).getActualTypeArguments() : new Type[0];
        return place < parts.length ? parts[place] : Object.class;
    }

    private static Object array(Object value, Type component) throws VivaUnfit {
        if (value instanceof String && component == char.class) {
            return ((String) value).toCharArray();
        }
        List<?> items = list(value);
        Object made = Array.newInstance(raw(component), items.size());
        for (int at = 0; at < items.size(); at++) {
            Array.set(made, at, item(items, at, component));
        }
        return made;
    }

    private static Object item(List<?> items, int at, Type type) throws VivaUnfit {
        try {
            return fit(items.get(at), type);
        } catch (VivaUnfit error) {
            throw error.at("item " + at);
        }
    }

    private static List<?> list(Object value) throws VivaUnfit {
        if (!(value instanceof List)) {
            throw expected("a list", value);
        }
        return (List<?>) value;
    }

    @SuppressWarnings("unchecked")
    private static Object collection(List<?> items, Type type, Class<?> raw) throws VivaUnfit {
        Class<?>[] usual = {ArrayList.class, LinkedHashSet.class, TreeSet.class, ArrayDeque.class};
        Collection<Object> made = (Collection<Object>) made(raw, usual);
        for (int at = 0; at < items.size(); at++) {
            made.add(item(items, at, part(type, 0)));
        }
        return made;
    }

    @SuppressWarnings("unchecked")
    private static Object map(Object value, Type type, Class<?> raw) throws VivaUnfit {
        if (!(value instanceof Map)) {
            throw expected("an object", value);
        }
        Map<Object, Object> made = (Map<Object, Object>) made(raw, new Class<?>[] {LinkedHashMap.class, TreeMap.class});
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            try {
                made.put(key((String) entry.getKey(), raw(part(type, 0))), fit(entry.getValue(), part(type, 1)));
            } catch (VivaUnfit error) {
                throw error.at("\"" + entry.getKey() + "\"");
            }
        }
        return made;
    }

    private static Object key(String text, Class<?> type) throws VivaUnfit {
        if (type == Object.class || type.isInstance(text) || type == Character.class) {
            return scalar(text, type);
        }
        try {
            return scalar(VivaJson.read(text), type);
        } catch (RuntimeException error) {
            throw expected("a number", text);
        }
    }

    /** The first of the usual ones that is such a thing, else one of the class itself. */
    private static Object made(Class<?> raw, Class<?>[] usual) throws VivaUnfit {
        try {
            for (Class<?> one : usual) {
                if (raw.isAssignableFrom(one)) {
                    return one.getDeclaredConstructor().newInstance();
                }
            }
            return raw.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException error) {
            throw unmade(raw);
        }
    }

    private static VivaUnfit unmade(Class<?> raw) {
        return new VivaUnfit("the judge cannot make a " + raw.getSimpleName() + " of JSON");
    }

    private static VivaUnfit expected(String what, Object value) {
        return new VivaUnfit(what + " was expected, and it is " + VivaJson.kind(value));
    }

    // --- single values

    private static Object scalar(Object value, Class<?> type) throws VivaUnfit {
        if (type == boolean.class || type == Boolean.class) {
            if (!(value instanceof Boolean)) {
                throw expected("a boolean", value);
            }
            return value;
        }
        if (type == String.class || type == CharSequence.class) {
            return text(value);
        }
        if (type == char.class || type == Character.class) {
            if (!(value instanceof String) || ((String) value).length() != 1) {
                throw new VivaUnfit("a text of one character was expected");
            }
            return text(value).charAt(0);
        }
        Object number = number(value, type);
        if (number != null) {
            return number;
        }
        Object natural = value instanceof Long && (int) (long) (Long) value == (Long) value ? (Object) ((Long) value).intValue() : value;
        if (type.isInstance(natural) && type.getName().startsWith("java.")) {
            return natural instanceof List ? collection((List<?>) value, type, ArrayList.class) : natural instanceof Map ? map(value, type, Map.class) : natural;
        }
        throw type == Number.class ? expected("a number", value) : unmade(type);
    }

    private static String text(Object value) throws VivaUnfit {
        if (!(value instanceof String)) {
            throw expected("a text", value);
        }
        return (String) value;
    }

    /** null where the type is not one of a number. */
    private static Object number(Object value, Class<?> type) throws VivaUnfit {
        if (type == int.class || type == Integer.class) {
            return (int) whole(value, 32);
        }
        if (type == long.class || type == Long.class) {
            return whole(value, 64);
        }
        if (type == double.class || type == Double.class) {
            return numeric(value).doubleValue();
        }
        if (type == float.class || type == Float.class) {
            float narrow = numeric(value).floatValue();
            if (Float.isInfinite(narrow)) {
                throw new VivaUnfit(value + " is too large for it");
            }
            return narrow;
        }
        if (type == short.class || type == Short.class) {
            return (short) whole(value, 16);
        }
        if (type == byte.class || type == Byte.class) {
            return (byte) whole(value, 8);
        }
        if (type == BigDecimal.class) {
            return new BigDecimal(numeric(value).toString());
        }
        if (type == BigInteger.class) {
            return value instanceof BigInteger ? value : BigInteger.valueOf(whole(value, 64));
        }
        return null;
    }

    private static Number numeric(Object value) throws VivaUnfit {
        if (!(value instanceof Number)) {
            throw expected("a number", value);
        }
        return (Number) value;
    }

    private static long whole(Object value, int bits) throws VivaUnfit {
        if (!(value instanceof Number)) {
            throw expected("a whole number", value);
        }
        if (value instanceof Double && (Double) value != Math.rint((Double) value)) {
            throw new VivaUnfit(value + " is not a whole number");
        }
        long most = bits == 64 ? Long.MAX_VALUE : (1L << (bits - 1)) - 1;
        long number = ((Number) value).longValue();
        boolean isFar = value instanceof BigInteger || (value instanceof Double && Math.abs((Double) value) >= TWO_TO_63);
        if (isFar || number > most || number < -most - 1) {
            throw new VivaUnfit(value + " does not fit into " + bits + " bits");
        }
        return number;
    }
}
