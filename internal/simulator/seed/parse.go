package seed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Error is everything that is wrong with a document, one line a problem, each with its path: no part of it is to be used.
type Error struct{ Problems []string }

// Error lists the problems.
func (e *Error) Error() string { return strings.Join(e.Problems, "\n") }

// problems collects what is wrong.
type problems struct {
	list  []string
	paths map[string]bool
}

// add notes the first problem of a path.
func (p *problems) add(path, format string, values ...any) {
	if p.paths == nil {
		p.paths = map[string]bool{}
	}
	if path == "" {
		path = "document"
	}
	if !p.paths[path] {
		p.paths[path] = true
		p.list = append(p.list, path+": "+fmt.Sprintf(format, values...))
	}
}

// Parse reads a document, checks it and completes it with the defaults. It fails with an [*Error] that has all problems
// at once, or with where the text is no JSON.
func Parse(text []byte) (*Document, error) {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	var found problems
	schema, err := compiled()
	if err != nil {
		return nil, err
	}
	if err := checkShape(schema, text, &found); err != nil {
		return nil, err
	}
	var document Document
	// A member of the wrong type has been reported; the others are read.
	if err := json.Unmarshal(text, &document); err != nil && len(found.list) == 0 {
		return nil, err
	}
	document.complete()
	document.check(&found)
	if len(found.list) > 0 {
		return nil, found.err()
	}
	return &document, nil
}

// err is all problems, in the order of their paths.
func (p *problems) err() error {
	slices.Sort(p.list)
	return &Error{p.list}
}

func (d *Document) complete() {
	d.Icareus.complete()
	d.TelecomX.complete()
	d.Panel.complete()
}

func (d *Document) check(found *problems) {
	d.Icareus.check(found)
	d.TelecomX.check(found)
	d.Panel.check(found)
}

// seen finds duplicates: the path at which each value was first.
type seen map[string]string

// once reports a value that another path has already.
func (s seen) once(found *problems, path, value, what string) {
	if value == "" {
		return
	}
	if first, taken := s[value]; taken {
		found.add(path, "%s %s is that of %s already", what, value, first)
		return
	}
	s[value] = path
}

// madeUp is a value that follows from the place or the name of what has none: the same in every run.
func madeUp(from string) string {
	sum := sha256.Sum256([]byte(from))
	return hex.EncodeToString(sum[:12])
}

// subset reports the elements that are not known.
func subset[T comparable](found *problems, path string, elements, known []T, format string) {
	for i, element := range elements {
		if !slices.Contains(known, element) {
			found.add(fmt.Sprintf("%s[%d]", path, i), format, element)
		}
	}
}

// instant is a date of the document, zero where it has none. Its form has been checked.
func instant(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

func orElse[T any](value *T, otherwise T) T {
	if value == nil {
		return otherwise
	}
	return *value
}

// date is an instant as a document has it, "" for none.
func date(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}
