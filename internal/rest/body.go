package rest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Limits on a successful response, in bytes. They bound the memory of the provider, whatever the platform sends.
const (
	MaxObject = 1 << 20  // one object
	MaxPage   = 16 << 20 // a page of a list
	MaxList   = 64 << 20 // a list that the platform does not page
)

const (
	// maxError is how many bytes of a refusal are read. Of its words a part is shown at most.
	maxError = 4 << 20
	// bytesPerValue is how many bytes of a response there are to each of its objects and list elements, at the least:
	// decoded, an empty one takes more than a hundred times its two bytes.
	bytesPerValue = 16
	// smallBody is up to how many bytes the values are not counted.
	smallBody = 64 << 10
)

var (
	errTooLarge   = errors.New("the response is larger than any that is expected")
	errDense      = fmt.Errorf("%w: it holds too many values", errTooLarge)
	byteOrderMark = []byte("\uFEFF")
)

// readWhole takes the whole body, so that a truncated response is an error of the attempt and the connection is free
// again. Of a refusal that is too long it takes the beginning.
func readWhole(response *http.Response, limit int64) (body []byte, shortened bool, err error) {
	defer func() { response.Body = http.NoBody }()
	defer response.Body.Close() //nolint:errcheck // what was read is what counts
	isError := response.StatusCode >= http.StatusBadRequest
	if isError {
		limit = maxError
	}
	if response.ContentLength > limit && !isError {
		return nil, false, tooLarge(limit)
	}
	var buffer bytes.Buffer
	if response.ContentLength > 0 {
		buffer.Grow(int(min(response.ContentLength, limit)) + bytes.MinRead)
	}
	if _, err = buffer.ReadFrom(io.LimitReader(response.Body, limit+1)); err != nil {
		return nil, false, fmt.Errorf("the response was truncated: %w", err)
	}
	body = bytes.TrimPrefix(buffer.Bytes(), byteOrderMark)
	switch {
	case int64(buffer.Len()) > limit && !isError:
		return nil, false, tooLarge(limit)
	case int64(buffer.Len()) > limit || isError && isDense(body, limit):
		return body[:min(int64(len(body)), limit)], true, nil
	case isDense(body, limit):
		return nil, false, errDense
	}
	return body, false, nil
}

func tooLarge(limit int64) error { return fmt.Errorf("%w (%d bytes)", errTooLarge, limit) }

// isDense reports whether a JSON text has more objects, lists and list elements than its limit allows.
func isDense(body []byte, limit int64) bool {
	if len(body) <= smallBody {
		return false
	}
	left := limit / bytesPerValue
	lists := []bool{false} // whether what is open is a list, the innermost last
	inString, escaped := false, false
	for _, b := range body {
		switch {
		case inString:
			inString = escaped || b != '"'
			escaped = !escaped && b == '\\'
			continue
		case b == '"':
			inString = true
			continue
		case b == '{' || b == '[':
			lists = append(lists, b == '[')
		case (b == '}' || b == ']') && len(lists) > 1:
			lists = lists[:len(lists)-1]
			continue
		case b != ',' || !lists[len(lists)-1]:
			continue
		}
		if left--; left < 0 {
			return true
		}
	}
	return false
}
