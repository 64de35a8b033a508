package rest

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// line is an object with the size of what platforms have.
type line struct {
	Values [20]Text
	IDs    IDs
}

// allocated is how many bytes f allocates, in all.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Whatever a platform sends, what the provider makes of it is bounded.
func TestMemory(t *testing.T) {
	const megabyte = 1 << 20
	repeated := func(before, each, after string, size int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, before)
			chunk := strings.Repeat(each, 64<<10/len(each))
			for sent := 0; sent < size; sent += len(chunk) {
				if _, err := io.WriteString(w, chunk); err != nil {
					return
				}
			}
			_, _ = io.WriteString(w, after)
		}
	}
	rows := []struct {
		name  string
		step  http.HandlerFunc
		limit int64
		most  uint64 // with the race detector, under which a growing slice takes about twice as much
		want  string
	}{
		{"an object of 60 MB", repeated(`{"id": "`, "x", `"}`, 60*megabyte), MaxObject, 16 * megabyte,
			"larger than any that is expected (1048576 bytes)"},
		{"a page of 60 MB", repeated(`[{}`, `,{}`, `]`, 60*megabyte), MaxPage, 160 * megabyte, "larger than any that is expected"},
		{"a page of empty objects", repeated(`[{}`, `,{}`, `]`, 15*megabyte), MaxPage, 160 * megabyte, "too many values"},
		{"a page of numbers", repeated(`[0`, `,0`, `]`, 15*megabyte), MaxPage, 160 * megabyte, "too many values"},
		{"a page of lists", repeated(`[[]`, `,[]`, `]`, 15*megabyte), MaxPage, 160 * megabyte, "too many values"},
		{"an error of 60 MB", respondWith(500, repeated(`{"error": "`, "token=x ", `"}`, 60*megabyte)), 0, 80 * megabyte, "token=***"},
		{"an error of many values", respondWith(422, repeated(`{"errors": {"a": [{}`, ",{}", `]}}`, 3*megabyte)), 0, 80 * megabyte,
			"HTTP 422"},
		{"a page of markup", respondWith(200, repeated("<", "<p>", "", 60*megabyte)), MaxObject, 16 * megabyte, "larger than any"},
	}
	for _, row := range rows {
		p := newPlatform(t, row.step)
		client := p.client(t, func(config *Config, _ *http.Transport) { config.MaxRetries = 0 })
		request := get
		request.Limit = row.limit
		var err error
		took := allocated(func() {
			var out []line
			err = client.Do(t.Context(), request, &out)
		})
		if err == nil || !strings.Contains(err.Error(), row.want) || len(err.Error()) > 1000 {
			t.Errorf("%s: error is %.2000v, want %q in it", row.name, err, row.want)
		}
		if TroubleOf(err) == Unreachable {
			t.Errorf("%s: a platform that responds is unreachable", row.name)
		}
		if took > row.most {
			t.Errorf("%s: %d MB were allocated, want at most %d", row.name, took/megabyte, row.most/megabyte)
		}
	}
}

func respondWith(status int, step http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		step(w, r)
	}
}

// A page full of what platforms have is not too dense.
func TestFullPage(t *testing.T) {
	t.Parallel()
	channel := `{"id":"5f2b6a1c9d3e4f5a6b7c8d9e","type":"BASE"}`
	packages := `{"id":"5f2b6a1c9d3e4f5a6b7c8d9e","channels":[` + channel + strings.Repeat(","+channel, 600) + `]}`
	page := `{"total": 500, "packages": [` + packages + strings.Repeat(","+packages, 499) + `]}`
	request := get
	request.Limit = MaxPage
	var out struct {
		Packages []struct {
			Channels []struct{ Type string }
		}
	}
	err := newPlatform(t, respond(200, page)).client(t, nil).Do(t.Context(), request, &out)
	if err != nil || len(out.Packages) != 500 || len(out.Packages[499].Channels) != 601 {
		t.Errorf("%d packages: %v", len(out.Packages), err)
	}
}

func TestByteOrderMark(t *testing.T) {
	t.Parallel()
	var out object
	if err := newPlatform(t, respond(200, "\uFEFF"+`{"id": 7}`)).client(t, nil).Do(t.Context(), create, &out); err != nil || out.ID != 7 {
		t.Errorf("response, error = %v, %v, want id 7 and none", out, err)
	}
	err := newPlatform(t, respond(400, "\uFEFF"+`{"error": "wrong"}`)).client(t, nil).Do(t.Context(), create, nil)
	if e := failed(t, err); e.Message != "wrong" {
		t.Errorf("the error is %v", err)
	}
}

func TestIsDense(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat(" ", smallBody)
	rows := []struct {
		text  string
		limit int64
		want  bool
	}{
		{`{"a":"[{,","b":"\"[[[[","c":[1,2]}`, 4 * bytesPerValue, false},
		{`{"a":[1,2,3,4,5]}`, 4 * bytesPerValue, true},
		{`{"a":1,"b":2,"c":3,"d":4,"e":5}`, bytesPerValue, false},
		{`}]}]{},{},{}`, 2 * bytesPerValue, true},
	}
	for _, row := range rows {
		if got := isDense([]byte(row.text+filler), row.limit); got != row.want {
			t.Errorf("%s with a limit of %d: %t", row.text, row.limit, got)
		}
	}
	if isDense(fmt.Append(nil, strings.Repeat("{}", 100)), 1) {
		t.Error("a small text is counted")
	}
}
