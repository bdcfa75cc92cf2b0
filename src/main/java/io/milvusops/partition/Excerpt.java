package io.milvusops.partition;

/**
 * Makes text fit where it is shown. What is left out is marked, and begins and ends between words, so that nothing reads
 * as a sentence that breaks off.
 *
 * @param longest so many characters are shown, the mark included
 */
public record Excerpt(int longest) {

    private static final String MARK = " …";

    /** The beginning, for text whose end is of less use. */
    public String beginning(String text) {
        return text.length() <= longest ? text : cut(text, longest);
    }

    /** The beginning and the end: what to do is said at the end of a message. */
    public String ends(String given) {
        String text = given.strip();
        if (text.length() <= longest) {
            return text;
        }
        String beginning = cut(text, longest / 2);
        int from = text.length() - (longest - beginning.length() - 1);
        // Where one word fills it, there is no blank to begin behind.
        int rest = Math.max(from, text.indexOf(' ', from) + 1);
        return beginning + " " + text.substring(Character.isLowSurrogate(text.charAt(rest)) ? rest + 1 : rest);
    }

    private static String cut(String text, int room) {
        int end = room - MARK.length();
        int blank = text.lastIndexOf(' ', end);
        // One word that is longer than half of the room would take everything with it.
        int kept = blank > room / 2 ? blank : end;
        return text.substring(0, Character.isHighSurrogate(text.charAt(kept - 1)) ? kept - 1 : kept) + MARK;
    }
}
