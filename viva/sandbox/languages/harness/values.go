package vivajudge

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	mostBytes = 1 << 20 // of an answer, as JSON
	mostDepth = 512
)

// In Go a character is a number: it is answered as it was given. Where none was, a byte is a character and a rune is not.
var (
	bytesAreNumbers bool
	runesAreTexts   bool
)

// unfit says why a value does not fit, and in which item of which.
type unfit struct {
	places []int
	why    string
}

func (u *unfit) text() string {
	var text strings.Builder
	for at := len(u.places) - 1; at >= 0; at-- {
		fmt.Fprintf(&text, ", item %d", u.places[at])
	}
	return text.String() + ": " + u.why
}

func (u *unfit) in(place int) *unfit {
	if u != nil {
		u.places = append(u.places, place)
	}
	return u
}

func because(format string, rest ...interface{}) *unfit {
	return &unfit{why: fmt.Sprintf(format, rest...)}
}

func named(given interface{}) string {
	switch given.(type) {
	case nil:
		return "null"
	case bool:
		return "a bool"
	case json.Number:
		return "a number"
	case string:
		return "a text"
	case []interface{}:
		return "a list"
	}
	return "an object"
}

func wanted(what string, given interface{}) *unfit {
	return because("%s was expected, and it is %s", what, named(given))
}

func fill(target reflect.Value, given interface{}) *unfit {
	switch target.Kind() {
	case reflect.Bool:
		value, fits := given.(bool)
		if !fits {
			return wanted("a bool", given)
		}
		target.SetBool(value)
	case reflect.String:
		value, fits := given.(string)
		if !fits {
			return wanted("a text", given)
		}
		target.SetString(value)
	case reflect.Float32, reflect.Float64:
		return fillFloat(target, given)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return fillWhole(target, given)
	case reflect.Slice, reflect.Array:
		return fillList(target, given)
	case reflect.Map:
		return fillMap(target, given)
	case reflect.Ptr:
		if given == nil {
			return nil
		}
		target.Set(reflect.New(target.Type().Elem()))
		return fill(target.Elem(), given)
	case reflect.Interface:
		if target.NumMethod() > 0 {
			return because("the judge cannot fill a %s", target.Type())
		}
		if given != nil {
			target.Set(reflect.ValueOf(plain(given)))
		}
	default:
		return because("the judge cannot fill a %s", target.Type())
	}
	return nil
}

func fillFloat(target reflect.Value, given interface{}) *unfit {
	number, fits := given.(json.Number)
	if !fits {
		return wanted("a number", given)
	}
	value, err := strconv.ParseFloat(string(number), target.Type().Bits())
	if err != nil {
		return because("%s is too large for it", number)
	}
	target.SetFloat(value)
	return nil
}

func fillWhole(target reflect.Value, given interface{}) *unfit {
	kind, bits := target.Kind(), target.Type().Bits()
	if text, isText := given.(string); isText && (kind == reflect.Int32 || kind == reflect.Uint8) {
		return fillCharacter(target, text)
	}
	number, fits := given.(json.Number)
	if !fits {
		return wanted("a whole number", given)
	}
	if strings.Trim(string(number), "-0123456789") != "" {
		return because("%s is not a whole number", number)
	}
	if kind >= reflect.Int && kind <= reflect.Int64 {
		value, err := strconv.ParseInt(string(number), 10, bits)
		target.SetInt(value)
		if err != nil {
			return because("%s does not fit into %d bits", number, bits)
		}
		return nil
	}
	bytesAreNumbers = bytesAreNumbers || kind == reflect.Uint8
	value, err := strconv.ParseUint(strings.TrimPrefix(string(number), "-0"), 10, bits)
	if err != nil {
		return because("%s does not fit into unsigned %d bits", number, bits)
	}
	target.SetUint(value)
	return nil
}

func fillCharacter(target reflect.Value, text string) *unfit {
	character, size := utf8.DecodeRuneInString(text)
	if len(text) == 0 || size != len(text) {
		return because("a text of one character was expected")
	}
	if target.Kind() == reflect.Int32 {
		runesAreTexts = true
		target.SetInt(int64(character))
	} else if size > 1 {
		return because("a text of one character of one byte was expected")
	} else {
		target.SetUint(uint64(character))
	}
	return nil
}

func fillList(target reflect.Value, given interface{}) *unfit {
	if text, isText := given.(string); isText && target.Kind() == reflect.Slice {
		switch target.Type().Elem().Kind() {
		case reflect.Uint8:
			target.SetBytes([]byte(text))
			return nil
		case reflect.Int32:
			runesAreTexts = true
			target.Set(reflect.ValueOf([]rune(text)).Convert(target.Type()))
			return nil
		}
	}
	items, fits := given.([]interface{})
	if !fits {
		return wanted("a list", given)
	}
	if target.Kind() == reflect.Slice {
		target.Set(reflect.MakeSlice(target.Type(), len(items), len(items)))
	} else if len(items) != target.Len() {
		return because("a list of %d was expected, and it has %d", target.Len(), len(items))
	}
	for place, item := range items {
		if why := fill(target.Index(place), item); why != nil {
			return why.in(place)
		}
	}
	return nil
}

func fillMap(target reflect.Value, given interface{}) *unfit {
	items, fits := given.(map[string]interface{})
	if !fits {
		return wanted("an object", given)
	}
	kind := target.Type()
	target.Set(reflect.MakeMapWithSize(kind, len(items)))
	for name, item := range items {
		key, value := reflect.New(kind.Key()).Elem(), reflect.New(kind.Elem()).Elem()
		var named interface{} = name
		if _, err := strconv.ParseFloat(name, 64); err == nil && key.Kind() != reflect.String {
			named = json.Number(name)
		}
		if why := fill(key, named); why != nil {
			return why
		}
		if why := fill(value, item); why != nil {
			return why
		}
		target.SetMapIndex(key, value)
	}
	return nil
}

// What an `any` holds: whole numbers as int, others as float64.
func plain(given interface{}) interface{} {
	switch value := given.(type) {
	case json.Number:
		if whole, err := strconv.Atoi(string(value)); err == nil {
			return whole
		}
		number, _ := value.Float64()
		return number
	case []interface{}:
		for place := range value {
			value[place] = plain(value[place])
		}
	case map[string]interface{}:
		for key := range value {
			value[key] = plain(value[key])
		}
	}
	return given
}

// writer writes an answer as JSON; what cannot be one ends the call.
type writer struct {
	name  string
	out   strings.Builder
	depth int
}

func (w *writer) refuse(format string, rest ...interface{}) {
	tell('U', w.name+" returned what cannot be an answer: "+fmt.Sprintf(format, rest...))
}

func (w *writer) word(text string) {
	if w.out.WriteString(text); w.out.Len() > mostBytes {
		w.refuse("it is larger than 1024 KiB as JSON")
	}
}

func (w *writer) text(text string) {
	quoted, _ := json.Marshal(text)
	w.word(string(quoted))
}

func (w *writer) put(value reflect.Value) {
	if w.depth++; w.depth > mostDepth {
		w.refuse("it is nested too deeply")
	}
	defer func() { w.depth-- }()
	switch value.Kind() {
	case reflect.Bool:
		w.word(strconv.FormatBool(value.Bool()))
	case reflect.String:
		w.text(value.String())
	case reflect.Int32:
		if runesAreTexts {
			w.text(string(rune(value.Int())))
			return
		}
		w.word(strconv.FormatInt(value.Int(), 10))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int64:
		w.word(strconv.FormatInt(value.Int(), 10))
	case reflect.Uint8:
		if !bytesAreNumbers {
			w.text(string([]byte{byte(value.Uint())}))
			return
		}
		w.word(strconv.FormatUint(value.Uint(), 10))
	case reflect.Uint, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		w.word(strconv.FormatUint(value.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		if math.IsNaN(value.Float()) || math.IsInf(value.Float(), 0) {
			w.refuse("it holds a number that is not finite, and JSON has none such")
		}
		w.word(strconv.FormatFloat(value.Float(), 'g', -1, value.Type().Bits()))
	case reflect.Slice, reflect.Array:
		w.putEach(value.Len(), value.Index)
	case reflect.Map:
		w.putMap(value)
	case reflect.Ptr, reflect.Interface:
		if value.IsNil() {
			w.word("null")
			return
		}
		w.put(value.Elem())
	default:
		w.refuse("it is or holds a %s", value.Type())
	}
}

func (w *writer) putEach(count int, item func(int) reflect.Value) {
	w.word("[")
	for place := 0; place < count; place++ {
		if place > 0 {
			w.word(",")
		}
		w.put(item(place))
	}
	w.word("]")
}

func (w *writer) putMap(value reflect.Value) {
	names := make([]string, 0, value.Len())
	items := make(map[string]reflect.Value, value.Len())
	for _, key := range value.MapKeys() {
		inner := writer{name: w.name}
		inner.put(key)
		name := inner.out.String()
		if name[0] != '"' {
			name = strconv.Quote(name)
		}
		names = append(names, name)
		items[name] = value.MapIndex(key)
	}
	sort.Strings(names)
	w.word("{")
	for place, name := range names {
		if place > 0 {
			w.word(",")
		}
		w.word(name + ":")
		w.put(items[name])
	}
	w.word("}")
}
