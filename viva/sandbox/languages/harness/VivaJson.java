import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** JSON as the judge writes it (so it is known to be right), and answers as JSON. */
final class VivaJson {
    private static final int MOST_LEVELS = 200;

    private final String text;
    private int at;

    private VivaJson(String text) {
        this.text = text;
    }

    // --- reading

    /** null, Boolean, String, Long, BigInteger, Double, List or Map. */
    static Object read(String text) {
        return new VivaJson(text).value();
    }

    static String kind(Object value) {
        return value == null ? "null"
                : value instanceof Boolean ? "a boolean"
                : value instanceof Number ? "a number"
                : value instanceof String ? "a text"
                : value instanceof List ? "a list" : "an object";
    }

    private Object value() {
        switch (next()) {
            case '{':
                return object();
            case '[':
                return list();
            case '"':
                return string();
            case 't':
                at += 4;
                return true;
            case 'f':
                at += 5;
                return false;
            case 'n':
                at += 4;
                return null;
            default:
                return number();
        }
    }

    private char next() {
        while (text.charAt(at) <= ' ') {
            at++;
        }
        return text.charAt(at);
    }

    private List<Object> list() {
        List<Object> items = new ArrayList<>();
        for (at++; next() != ']'; at += next() == ',' ? 1 : 0) {
            items.add(value());
        }
        at++;
        return items;
    }

    private Map<String, Object> object() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (at++; next() != '}'; at += next() == ',' ? 1 : 0) {
            next();
            String name = string();
            next();
            at++;
            fields.put(name, value());
        }
        at++;
        return fields;
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            read.append(text.charAt(at) == '\\' ? escaped(text.charAt(++at)) : text.charAt(at));
        }
        at++;
        return read.toString();
    }

    private char escaped(char letter) {
        if (letter == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        }
        int place = "nrtbf".indexOf(letter);
        return place < 0 ? letter : "\n\r\t\b\f".charAt(place);
    }

    private Number number() {
        int from = at;
        boolean isWhole = true;
        for (; at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0; at++) {
            isWhole &= ".eE".indexOf(text.charAt(at)) < 0;
        }
        String digits = text.substring(from, at);
        if (!isWhole) {
            return Double.valueOf(digits);
        }
        return digits.length() < 19 ? (Number) Long.valueOf(digits) : near(new BigInteger(digits));
    }

    private static Number near(BigInteger number) {
        return number.bitLength() < 64 ? (Number) number.longValue() : number;
    }

    // --- writing

    /** Raises VivaUnfit with what it is that cannot be written. */
    static String write(Object value, int mostBytes) throws VivaUnfit {
        StringBuilder out = new StringBuilder();
        write(value, out, mostBytes, 0);
        String text = out.toString();
        if (text.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            throw tooLarge(mostBytes);
        }
        return text;
    }

    private static VivaUnfit tooLarge(int mostBytes) {
        return new VivaUnfit("a value larger than " + mostBytes / 1024 + " KiB as JSON");
    }

    private static void write(Object value, StringBuilder out, int most, int level) throws VivaUnfit {
        if (out.length() > most) {
            throw tooLarge(most);
        }
        if (level > MOST_LEVELS) {
            throw new VivaUnfit("a value nested more than " + MOST_LEVELS + " levels deep");
        }
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Number) {
            out.append(number((Number) value));
        } else if (value instanceof CharSequence || value instanceof Character) {
            quote(value.toString(), out);
        } else if (value instanceof Enum) {
            quote(((Enum<?>) value).name(), out);
        } else if (value instanceof Map) {
            object((Map<?, ?>) value, out, most, level);
        } else if (value.getClass().isArray()) {
            array(value, out, most, level);
        } else if (value instanceof Iterable) {
            items((Iterable<?>) value, out, most, level);
        } else {
            write(held(value), out, most, level + 1);
        }
    }

    private static String number(Number value) throws VivaUnfit {
        boolean isFloating = value instanceof Double || value instanceof Float;
        if (isFloating && (Double.isNaN(value.doubleValue()) || Double.isInfinite(value.doubleValue()))) {
            throw new VivaUnfit(value + ", which JSON cannot hold");
        }
        boolean isKnown = value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte;
        if (isFloating || isKnown || value.getClass() == BigInteger.class || value.getClass() == BigDecimal.class) {
            return value.toString();
        }
        throw unheld(value);
    }

    private static Object held(Object value) throws VivaUnfit {
        if (value instanceof Optional) {
            return ((Optional<?>) value).orElse(null);
        }
        if (value instanceof OptionalInt) {
            return ((OptionalInt) value).isPresent() ? (Object) ((OptionalInt) value).getAsInt() : null;
        }
        if (value instanceof OptionalLong) {
            return ((OptionalLong) value).isPresent() ? (Object) ((OptionalLong) value).getAsLong() : null;
        }
        if (value instanceof OptionalDouble) {
            return ((OptionalDouble) value).isPresent() ? (Object) ((OptionalDouble) value).getAsDouble() : null;
        }
        throw unheld(value);
    }

    private static VivaUnfit unheld(Object value) {
        return new VivaUnfit("an object of class " + value.getClass().getName() + ", which JSON cannot hold");
    }

    private static void array(Object value, StringBuilder out, int most, int level) throws VivaUnfit {
        out.append('[');
        int length = Array.getLength(value);
        for (int at = 0; at < length; at++) {
            out.append(at == 0 ? "" : ",");
            write(Array.get(value, at), out, most, level + 1);
        }
        out.append(']');
    }

    private static void items(Iterable<?> value, StringBuilder out, int most, int level) throws VivaUnfit {
        out.append('[');
        boolean isFirst = true;
        for (Object item : value) {
            out.append(isFirst ? "" : ",");
            isFirst = false;
            write(item, out, most, level + 1);
        }
        out.append(']');
    }

    private static void object(Map<?, ?> value, StringBuilder out, int most, int level) throws VivaUnfit {
        out.append('{');
        boolean isFirst = true;
        for (Map.Entry<?, ?> entry : value.entrySet()) {
            out.append(isFirst ? "" : ",");
            isFirst = false;
            quote(name(entry.getKey()), out);
            out.append(':');
            write(entry.getValue(), out, most, level + 1);
        }
        out.append('}');
    }

    private static String name(Object key) throws VivaUnfit {
        if (key instanceof CharSequence || key instanceof Character || key instanceof Boolean || key instanceof Enum) {
            return key.toString();
        }
        if (key instanceof Number) {
            return number((Number) key);
        }
        throw new VivaUnfit("a map whose keys are neither texts nor numbers");
    }

    private static void quote(String said, StringBuilder out) {
        out.append('"');
        for (int at = 0; at < said.length(); at++) {
            char letter = said.charAt(at);
            if (letter == '"' || letter == '\\') {
                out.append('\\').append(letter);
            } else if (letter < ' ' || Character.isSurrogate(letter)) { // half a pair has no bytes of its own
                out.append("\\u").append(Integer.toHexString(letter + 0x10000), 1, 5);
            } else {
                out.append(letter);
            }
        }
        out.append('"');
    }
}
