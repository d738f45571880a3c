/** What cannot be an argument or an answer; the message is for the candidate. */
final class VivaUnfit extends Exception {
    private static final long serialVersionUID = 1L;

    VivaUnfit(String message) {
        super(message, null, false, false);
    }

    /** The same, of a part of `place`: places are put before the colon, outermost first. */
    VivaUnfit within(String place) {
        return new VivaUnfit(getMessage().startsWith(", ") ? place + getMessage() : place + ": " + getMessage());
    }

    /** Of an item or a value of what is being read. */
    VivaUnfit at(String place) {
        return within(", " + place);
    }
}
