// Package vivajudge is linked with every submission, and starts before it does.
package vivajudge

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

// The only argument is the memory in MiB that the program may use: the collector has to keep within it, and a stack that
// grows without end has to end as one. A program is not shown it.
func init() {
	if len(os.Args) > 1 {
		if most, err := strconv.Atoi(os.Args[1]); err == nil {
			debug.SetMemoryLimit(int64(most) << 20 * 17 / 20)
			debug.SetMaxStack(most << 20 / 3)
		}
		os.Args = os.Args[:1]
	}
	// One at a time: with two, the collector's thread can lose its core in the midst of a cycle, and until it has one again
	// the other allocates without end (1 program in 8 that makes much garbage died of it on a busy machine of two cores).
	runtime.GOMAXPROCS(1)
}
