# sh build.sh SOURCE PARTS SENTENCE COMPILER FLAG...
# Builds PARTS into `solution`. Where that fails, it says what SOURCE alone does wrong; else what the linker missed; else
# SENTENCE. So nobody reads of a file that they did not write.
source=$1 parts=$2 sentence=$3
shift 3

"$@" -o solution $parts 2>whole.txt && exit

told='/^In file included from /d; /^ \{10,\}from /d; s#^/[^ :]*/##; s/candidate_main/main/g'
if ! "$@" -fsyntax-only "$source" 2>alone.txt; then
    sed -e "$told" alone.txt >&2
    exit 1
fi
linked='s/.*\(undefined reference to .*\)/\1/p; s/.*\(multiple definition of [^;]*\).*/\1/p'
exhausted='s/.*\(out of memory.*\)/\1/p; s/.*\(virtual memory exhausted.*\)/\1/p; s/.*fatal error: \(Killed.*\)/\1/p'
missed=$(sed -n -e "$linked; $exhausted" whole.txt | sed -e "s/^/$source: /" | sort -u)
echo "${missed:-$sentence}" >&2
exit 1
