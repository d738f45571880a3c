import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Runs inside a box: one program, or one call of a stranger's method. Nothing here is a secret or a guard.
 *
 * Neither here nor beside it are lambdas, formats and patterns: the first of each costs a start up to 30 ms.
 */
final class VivaCall implements Runnable {
    private static final int ARGUMENTS = 4, RESULT = 3;
    private static final int MOST_BYTES = 1024 * 1024, MOST_FRAMES = 40, MOST_CAUSES = 5, MOST_CHARS = 8000;
    private static final long STACK_BYTES = 64L * 1024 * 1024;

    private static byte[] ballast = new byte[512 * 1024]; // let go when memory has run out, so that it can be told

    private final boolean isProgram;
    private final String file, owner, name;

    private VivaCall(String[] about) {
        isProgram = about[0].equals("program");
        file = about[1];
        owner = about[2];
        name = about[3];
    }

    public static void main(String[] about) {
        new Thread(null, new VivaCall(about), "main", STACK_BYTES).start();
    }

    @Override
    public void run() {
        try {
            if (isProgram) {
                program();
            } else {
                answer();
            }
        } catch (VivaUnfit error) {
            finish('U', error.getMessage());
        } catch (InvocationTargetException error) {
            told(error.getCause());
        } catch (Throwable error) {
            told(error);
        }
    }

    private void program() throws Throwable {
        Method main = Class.forName(owner).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) new String[0]);
    }

    private void answer() throws Throwable {
        List<?> values = (List<?>) VivaJson.read(received());
        Class<?> owning = Class.forName(owner);
        List<Method> methods = methods(owning, values.size());
        Object[] arguments = null;
        Method method = null;
        VivaUnfit first = null;
        for (int at = 0; at < methods.size() && arguments == null; at++) {
            method = methods.get(at);
            try {
                arguments = arguments(method, values);
            } catch (VivaUnfit error) {
                first = first == null ? error : first;
            }
        }
        if (arguments == null) {
            throw first;
        }
        method.setAccessible(true);
        Object self = Modifier.isStatic(method.getModifiers()) ? null : made(owning);
        Object returned = method.invoke(self, arguments);
        returned(method.getReturnType() == void.class ? changed(arguments) : returned);
    }

    private void returned(Object value) throws VivaUnfit {
        String text;
        try {
            text = VivaJson.write(value, MOST_BYTES);
        } catch (VivaUnfit error) {
            throw new VivaUnfit(name + " returned " + error.getMessage());
        }
        finish('R', text);
    }

    /** Those of that name and so many parameters, what is open to all first. */
    private List<Method> methods(Class<?> owning, int count) throws VivaUnfit {
        List<Method> fit = new ArrayList<>();
        int other = -1;
        for (Class<?> from = owning; from != null && from != Object.class; from = from.getSuperclass()) {
            for (Method method : from.getDeclaredMethods()) {
                if (!method.getName().equals(name) || method.isSynthetic()) {
                    continue;
                }
                if (method.getParameterCount() == count) {
                    fit.add(Modifier.isPublic(method.getModifiers()) ? 0 : fit.size(), method);
                } else {
                    other = method.getParameterCount();
                }
            }
        }
        if (!fit.isEmpty()) {
            return fit;
        }
        if (other < 0) {
            throw new VivaUnfit("class " + owner + " has no method named " + name);
        }
        throw new VivaUnfit(name + ": it takes " + counted(other) + ", and the test gives " + count);
    }

    private static String counted(int count) {
        return count == 1 ? "1 argument" : count + " arguments";
    }

    private Object[] arguments(Method method, List<?> values) throws VivaUnfit {
        Type[] types = method.getGenericParameterTypes();
        Object[] made = new Object[types.length];
        for (int at = 0; at < made.length; at++) {
            try {
                made[at] = VivaFit.fit(values.get(at), types[at]);
            } catch (VivaUnfit error) {
                throw error.within("argument " + (at + 1) + " of " + name);
            }
        }
        return made;
    }

    private static Object made(Class<?> owning) throws Throwable {
        if (Modifier.isAbstract(owning.getModifiers())) {
            throw new VivaUnfit(owning.getName() + " is abstract, so no object of it can be made");
        }
        for (Constructor<?> constructor : owning.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 0) {
                constructor.setAccessible(true);
                return constructor.newInstance();
            }
        }
        throw new VivaUnfit("class " + owning.getName() + " has no constructor without parameters");
    }

    /** Of a method that returns nothing: what it may have written its answer into. */
    private static Object changed(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Collection || argument instanceof Map || (argument != null && argument.getClass().isArray())) {
                return argument;
            }
        }
        return null;
    }

    // --- what was thrown

    /** Also where there is no memory to tell it with. */
    private void told(Throwable error) {
        if (error instanceof OutOfMemoryError) {
            ballast = null;
        }
        try {
            raised(error);
        } catch (Throwable again) {
            if (isProgram) {
                Runtime.getRuntime().halt(1);
            }
            finish(error instanceof OutOfMemoryError ? 'M' : 'X', error.getClass().getName());
        }
    }

    private void raised(Throwable error) {
        System.out.flush();
        System.err.print((isProgram ? "Exception in thread \"main\" " : "") + trace(error));
        System.err.flush();
        if (isProgram) {
            System.exit(1);
        }
        finish(letter(error), headline(error));
    }

    private static char letter(Throwable error) {
        if (error instanceof OutOfMemoryError && !headline(error).contains("native thread")) {
            return 'M';
        }
        return error instanceof IOException && headline(error).endsWith("File too large") ? 'F' : 'X';
    }

    private static String headline(Throwable error) {
        String said;
        try {
            said = String.valueOf(error.toString());
        } catch (Throwable unshown) {
            said = error.getClass().getName();
        }
        return said.length() > MOST_CHARS ? said.substring(0, MOST_CHARS) : said;
    }

    /** As people know it, of the candidate's own frames alone. */
    private String trace(Throwable error) {
        StringBuilder text = new StringBuilder();
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "Caused by: ").append(headline(cause)).append('\n');
            int shown = 0;
            for (StackTraceElement frame : cause.getStackTrace()) {
                if (file.equals(frame.getFileName()) && ++shown <= MOST_FRAMES) {
                    text.append("\tat ").append(frame.getClassName()).append('.').append(frame.getMethodName());
                    text.append('(').append(file).append(':').append(frame.getLineNumber()).append(")\n");
                }
            }
            if (shown > MOST_FRAMES) {
                text.append("\t... ").append(shown - MOST_FRAMES).append(" more\n");
            }
            cause = cause.getCause();
        }
        return text.toString();
    }

    // --- frames

    private static String received() throws Exception {
        FileInputStream from = new FileInputStream(descriptor(ARGUMENTS));
        byte[] head = whole(from, 4);
        int size = (head[0] & 255) << 24 | (head[1] & 255) << 16 | (head[2] & 255) << 8 | (head[3] & 255);
        return new String(whole(from, size), StandardCharsets.UTF_8);
    }

    private static byte[] whole(FileInputStream from, int size) throws IOException {
        byte[] read = new byte[size];
        for (int have = 0; have < size; ) { // readNBytes would ask a pipe for its length
            int came = from.read(read, have, size - have);
            if (came < 0) {
                Runtime.getRuntime().halt(0); // nobody asks any more
            }
            have += came;
        }
        return read;
    }

    private static void finish(char letter, String text) {
        System.out.flush();
        System.err.flush();
        byte[] said = (letter + text).getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[4 + said.length];
        for (int at = 0; at < 4; at++) {
            frame[at] = (byte) (said.length >>> (24 - 8 * at));
        }
        System.arraycopy(said, 0, frame, 4, said.length);
        try {
            new FileOutputStream(descriptor(RESULT)).write(frame);
        } catch (Exception closed) {
            Runtime.getRuntime().halt(70);
        }
        Runtime.getRuntime().halt(0);
    }

    /** By its number: /proc and /dev/fd, the usual way to one, are not there in a box. */
    private static FileDescriptor descriptor(int number) throws Exception {
        FileDescriptor made = new FileDescriptor();
        Field field = FileDescriptor.class.getDeclaredField("fd");
        field.setAccessible(true);
        field.setInt(made, number);
        return made;
    }
}
