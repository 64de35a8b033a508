package rest

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestInt(t *testing.T) {
	t.Parallel()
	accepted := map[string]Int{
		`7`: 7, `-7`: -7, `"7"`: 7, `" 7 "`: 7, `""`: 0, `null`: 0, `0`: 0, `1e3`: 1000, `"12.0"`: 12, `-1.5e1`: -15,
		`9223372036854775807`: math.MaxInt64, `-9223372036854775808`: math.MinInt64, `"9007199254740993"`: 9007199254740993,
		`9007199254740991.0`: 9007199254740991, `"\u0037"`: 7,
	}
	for text, want := range accepted {
		got := Int(-1)
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{
		`true`, `"x"`, `1.5`, `[]`, `{}`, `"1 2"`, `9223372036854775808`, `-9223372036854775809`, `1e300`, `"Inf"`, `"NaN"`,
		`9007199254740993.0`, `"\"7\""`, `[7]`,
	} {
		var got Int
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is %d, want an error", text, got)
		}
	}
}

func TestBool(t *testing.T) {
	t.Parallel()
	accepted := map[string]Bool{
		`true`: true, `1`: true, `"1"`: true, `"true"`: true, `"TRUE"`: true,
		`false`: false, `0`: false, `"0"`: false, `"false"`: false, `""`: false, `null`: false,
	}
	for text, want := range accepted {
		got := !want
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is %t, %v, want %t", text, got, err, want)
		}
	}
	for _, text := range []string{`2`, `-1`, `"yes"`, `[]`, `{}`, `1.0`} {
		var got Bool
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is %t, want an error", text, got)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	accepted := map[string]Text{
		`"a \u00e4\n"`: "a ä\n", `""`: "", `null`: "", `12346501`: "12346501", `1.50`: "1.50", `true`: "true", `" a "`: " a ",
	}
	for text, want := range accepted {
		got := Text("before")
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{`[]`, `{}`, `["a"]`} {
		var got Text
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is %q, want an error", text, got)
		}
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	accepted := map[string]IDs{
		`[]`: {}, `null`: {}, `[1, "2", {"id": 3}, {"id": "4", "name": "x"}, -5, 0]`: {1, 2, 3, 4, -5, 0}, ` [ { "id" : 6 } ] `: {6},
	}
	for text, want := range accepted {
		got := IDs{9}
		if err := json.Unmarshal([]byte(text), &got); err != nil || !slices.Equal(got, want) || got == nil {
			t.Errorf("%s is %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{`{}`, `1`, `"1"`, `[null]`, `[""]`, `[{}]`, `[{"id": null}]`, `[{"id": "x"}]`, `[[1]]`, `[true]`,
		`[1.5]`, `[{"id": {}}]`} {
		var got IDs
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is %v, want an error", text, got)
		}
	}
	if err := json.Unmarshal([]byte(`[1, 2, {"name": "x"}]`), &IDs{}); err == nil || !strings.Contains(err.Error(), "element 2") {
		t.Errorf("the error does not name the element: %v", err)
	}
}

func FuzzInt(f *testing.F) {
	for _, seed := range []string{`7`, `"7"`, `1e3`, `""`, `null`, `9223372036854775808`, `"-0.0"`, `"0x10p2"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got Int
		if json.Unmarshal([]byte(text), &got) != nil {
			return
		}
		spelled := strconv.FormatInt(int64(got), 10)
		for _, again := range []string{spelled, `"` + spelled + `"`} {
			var same Int
			if err := json.Unmarshal([]byte(again), &same); err != nil || same != got {
				t.Errorf("%s is %d, and %s is %d, %v", text, got, again, same, err)
			}
		}
		var exact json.Number
		if json.Unmarshal([]byte(text), &exact) == nil && exact != "" {
			if float, err := exact.Float64(); err != nil || float != float64(got) {
				t.Errorf("%s is %d", text, got)
			}
		}
	})
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{`"a"`, `12`, `null`, `true`, `""`, `"\ud800"`, `{}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got Text
		if json.Unmarshal([]byte(text), &got) != nil {
			return
		}
		var want any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&want); err != nil {
			t.Fatal(err)
		}
		switch want := want.(type) {
		case nil:
			if got != "" {
				t.Errorf("null is %q", got)
			}
		case string:
			if string(got) != want {
				t.Errorf("%s is %q, want %q", text, got, want)
			}
		case json.Number:
			if string(got) != want.String() {
				t.Errorf("%s is %q, want %q", text, got, want)
			}
		case bool:
			if string(got) != strconv.FormatBool(want) {
				t.Errorf("%s is %q", text, got)
			}
		default:
			t.Errorf("%s is %q, want an error", text, got)
		}
	})
}

func FuzzIDs(f *testing.F) {
	for _, seed := range []string{`[1, "2", {"id": 3}]`, `[]`, `null`, `[null]`, `[{"id": ""}]`, `[[1]]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got IDs
		if json.Unmarshal([]byte(text), &got) != nil {
			return
		}
		var elements []json.RawMessage
		if err := json.Unmarshal([]byte(text), &elements); err != nil || len(elements) != len(got) || got == nil {
			t.Fatalf("%s is %v: %v", text, got, err)
		}
		spelled, err := json.Marshal([]int64(got))
		if err != nil {
			t.Fatal(err)
		}
		var same IDs
		if err := json.Unmarshal(bytes.TrimSpace(spelled), &same); err != nil || !slices.Equal(got, same) {
			t.Errorf("%s is %v, and %s is %v, %v", text, got, spelled, same, err)
		}
	})
}
