package seed

import (
	"bytes"
	_ "embed" // schema and sample
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Schema is the JSON Schema (2020-12) of a document.
//
//go:embed schema.json
var Schema string

// Sample is a small document that is complete: two organisations, five customers, ten lines.
//
//go:embed sample.json
var Sample string

var compiled = sync.OnceValues(func() (*jsonschema.Schema, error) { return compile("") })

// compile compiles the schema, or the part of it that a fragment names.
func compile(fragment string) (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", document); err != nil {
		return nil, err
	}
	return compiler.Compile("schema.json" + fragment)
}

// Decode reads one object of a document: definition is its name among the schema's $defs. The error is as of [Parse];
// references are not checked.
func Decode(definition string, text []byte, into any) error {
	schema, err := compile("#/$defs/" + definition)
	if err != nil {
		return err
	}
	var found problems
	if err := checkShape(schema, text, &found); err != nil {
		return err
	}
	if len(found.list) > 0 {
		return found.err()
	}
	return json.Unmarshal(text, into)
}

// checkShape reports what the schema refuses.
func checkShape(schema *jsonschema.Schema, text []byte, found *problems) error {
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return syntaxError(text, err)
	}
	var refused *jsonschema.ValidationError
	if err := schema.Validate(instance); errors.As(err, &refused) {
		found.refused(refused, instance)
	} else if err != nil {
		return err
	}
	return nil
}

// syntaxError says where the text is no JSON.
func syntaxError(text []byte, err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		before := text[:min(int(syntax.Offset), len(text))]
		line := 1 + bytes.Count(before, []byte("\n"))
		return fmt.Errorf("line %d, column %d: %w", line, len(before)-bytes.LastIndexByte(before, '\n')-1, err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the JSON ends too early")
	}
	return err
}

// refused adds the leaves of a tree of errors.
func (p *problems) refused(err *jsonschema.ValidationError, instance any) {
	for _, cause := range err.Causes {
		p.refused(cause, instance)
	}
	if len(err.Causes) > 0 {
		return
	}
	path := pathOf(err.InstanceLocation, instance)
	switch what := err.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		for _, name := range what.Properties {
			p.add(join(path, name), "unknown field")
		}
	case *kind.Required:
		for _, name := range what.Missing {
			p.add(join(path, name), "missing")
		}
	case *kind.Type:
		p.add(path, "%s, want %s", what.Got, strings.Join(what.Want, " or "))
	case *kind.UniqueItems:
		p.add(path, "an element twice: %d and %d", what.Duplicates[0], what.Duplicates[1])
	default:
		p.add(path, "%s", err.ErrorKind.LocalizedString(message.NewPrinter(language.English)))
	}
}

// pathOf is a location in the manner of panel.lines[3].package_id.
func pathOf(location []string, instance any) string {
	path := ""
	for _, token := range location {
		switch value := instance.(type) {
		case []any:
			path += "[" + token + "]"
			instance = nil
			if i, err := strconv.Atoi(token); err == nil && i < len(value) {
				instance = value[i]
			}
		case map[string]any:
			path = join(path, token)
			instance = value[token]
		}
	}
	return path
}

// join is the path of an object's member.
func join(path, name string) string {
	if strings.ContainsAny(name, `."[] `) || (name != "" && name[0] >= '0' && name[0] <= '9') {
		return path + "[" + strconv.Quote(name) + "]"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}
