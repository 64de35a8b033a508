package telecomx

import (
	"encoding/json"
	"net/http"
	"time"
)

// ErrorBody is an error body in the shape that is set, such as for the Body of a [simulator.Fault] with
// 500, "internal_error", "<Unspecified>".
func (p *Platform) ErrorBody(code int, message, description string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, body := (&apiError{code, message, description}).encode(p.variants.ErrorShape)
	return string(body)
}

// apiError is a row of the error tables.
type apiError struct {
	Code        int    `json:"code"`
	Message     string `json:"message"`
	Description string `json:"description"`
}

func denied() *apiError {
	return &apiError{http.StatusForbidden, "access_denied", "Insufficient access level"}
}

func badRequest() *apiError {
	return &apiError{http.StatusBadRequest, "bad request", "Unspecified error"}
}

func notFound() *apiError {
	return &apiError{http.StatusNotFound, "id", "Not found"}
}

func noCustomer() *apiError {
	return &apiError{http.StatusNotFound, "customer", "Customer not found"}
}

func (e *apiError) encode(shape ErrorShape) (contentType string, body []byte) {
	var v any = e
	switch shape {
	case ErrorNested:
		v = map[string]any{"error": e}
	case ErrorKeyed:
		v = map[string]any{"error": e.Message, "description": e.Description}
	case ErrorArray:
		v = []*apiError{e}
	case ErrorText:
		return "text/plain;charset=UTF-8", []byte(e.Description)
	}
	body, _ = json.Marshal(v) // strings and a number: always encodable
	return "application/json;charset=UTF-8", body
}

func (e *apiError) write(w http.ResponseWriter, shape ErrorShape) {
	contentType, body := e.encode(shape)
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(e.Code)
	_, _ = w.Write(body)
}

// object is a response's object; a nil member has no value.
type object map[string]any

// object omits the members without a value, unless explicit nulls are asked for.
func (p *Platform) object(o object) object {
	for name, value := range o {
		if value == nil && !p.variants.ExplicitNulls {
			delete(o, name)
		}
	}
	return o
}

// valueOf is nil for a nil pointer, and what it points to otherwise.
func valueOf[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}

// nonZero is nil for the zero value.
func nonZero[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// formatDate is nil for the zero time.
func formatDate(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}
