package vivajudge

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"syscall"
)

// Serve answers one call of a candidate's function: a frame of arguments comes in on descriptor 4, one with what came of
// it goes out on 3.
func Serve(name string, function interface{}) {
	callee := reflect.ValueOf(function)
	arguments := readArguments(name, callee.Type())
	defer tellPanic()
	var results []reflect.Value
	if callee.Type().IsVariadic() {
		results = callee.CallSlice(arguments)
	} else {
		results = callee.Call(arguments)
	}
	tell('R', answer(name, results, arguments))
}

func readArguments(name string, kind reflect.Type) []reflect.Value {
	decoder := json.NewDecoder(bytes.NewReader(readFrame()))
	decoder.UseNumber()
	var given []interface{}
	if err := decoder.Decode(&given); err != nil {
		tell('U', "the arguments are not JSON")
	}
	if len(given) != kind.NumIn() {
		tell('U', fmt.Sprintf("%s: it takes %d arguments, and the test gives %d", name, kind.NumIn(), len(given)))
	}
	arguments := make([]reflect.Value, len(given))
	for place, value := range given {
		arguments[place] = reflect.New(kind.In(place)).Elem()
		if why := fill(arguments[place], value); why != nil {
			tell('U', fmt.Sprintf("argument %d of %s%s", place+1, name, why.text()))
		}
	}
	return arguments
}

var failure = reflect.TypeOf((*error)(nil)).Elem()

// An error that is the last result is told as one; without results the answer is what was left in the first argument
// that can be changed through it.
func answer(name string, results, arguments []reflect.Value) string {
	if last := len(results) - 1; last >= 0 && results[last].Type() == failure {
		if !results[last].IsNil() {
			text := results[last].Interface().(error).Error()
			fmt.Fprintln(os.Stderr, "error: "+text)
			tell('X', "the error that was returned: "+text)
		}
		results = results[:last]
		if last == 0 {
			return "null"
		}
	}
	writer := writer{name: name}
	switch {
	case len(results) == 1:
		writer.put(results[0])
	case len(results) > 1:
		writer.putEach(len(results), func(place int) reflect.Value { return results[place] })
	default:
		for _, argument := range arguments {
			switch argument.Kind() {
			case reflect.Slice, reflect.Map, reflect.Ptr:
				writer.put(argument)
				return writer.out.String()
			}
		}
		return "null"
	}
	return writer.out.String()
}

// tellPanic shows of the trace what is the candidate's.
func tellPanic() {
	raised := recover()
	if raised == nil {
		return
	}
	text := fmt.Sprint(raised)
	if _, isError := raised.(error); !isError {
		text = fmt.Sprintf("%v", raised)
	}
	fmt.Fprintf(os.Stderr, "panic: %s\n", text)
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		if strings.HasPrefix(frame.Function, "main.") && filepath.Base(frame.File) == "solution.go" {
			fmt.Fprintf(os.Stderr, "\t%s (solution.go:%d)\n", strings.TrimPrefix(frame.Function, "main."), frame.Line)
		}
	}
	tell('X', "panic: "+text)
}

func readFrame() []byte {
	head := readExactly(4)
	body := readExactly(int(binary.BigEndian.Uint32(head)))
	syscall.Close(4)
	return body
}

func readExactly(size int) []byte {
	target := make([]byte, size)
	for rest := target; len(rest) > 0; {
		got, err := syscall.Read(4, rest)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || got <= 0 {
			os.Exit(70)
		}
		rest = rest[got:]
	}
	return target
}

func tell(letter byte, text string) {
	frame := make([]byte, 5, 5+len(text))
	binary.BigEndian.PutUint32(frame, uint32(len(text)+1))
	frame[4] = letter
	frame = append(frame, text...)
	for len(frame) > 0 {
		wrote, err := syscall.Write(3, frame)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || wrote <= 0 {
			os.Exit(70)
		}
		frame = frame[wrote:]
	}
	os.Exit(0)
}
