package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// fault is one way to fail. In the proxy it strikes one request: before the platform sees it, or after the platform has
// carried it out (commit).
type fault struct {
	name    string // as the table's heading and -faults have it
	what    string // for the guide
	commit  bool
	respond func(w http.ResponseWriter, r *http.Request, platform *httptest.ResponseRecorder)
	repeats bool // a second run strikes all requests like the struck one, until the apply ends
	outage  bool // every later request loses its connection, until the apply ends
	expires bool // where credentials can be renewed, those of the struck request are refused from then on
	late    bool // the request is carried out only after the provider has given up
	slow    bool // the provider gives up by itself, after the shortest request_timeout

	act func(*process) error // set: the fault strikes the process and needs a real CLI; the response follows
	two bool                 // two processes apply at once
}

// What exceptions are made for.
const (
	killed         = "SIGKILL"
	providerKilled = "provider SIGKILL"
	outage         = "outage"
)

func allFaults() []fault {
	return []fault{
		{name: "500 before", what: "HTTP 500 without having done anything", respond: status(http.StatusInternalServerError, 0),
			repeats: true},
		{name: "504 after", what: "HTTP 504 after the request was carried out", commit: true, respond: status(http.StatusGatewayTimeout, 0),
			repeats: true},
		{name: "dropped before", what: "the connection is dropped, nothing was done", respond: drop, repeats: true},
		{name: "dropped after", what: "the connection is dropped after the request was carried out", commit: true, respond: drop,
			repeats: true},
		{name: "hang", what: "the request is carried out, no response comes within `request_timeout`", commit: true, respond: hang,
			repeats: true, slow: true},
		{name: "late", what: "no response comes within `request_timeout`, and the request is carried out three seconds later",
			commit: true, respond: drop, repeats: true, slow: true, late: true},
		{name: "429", what: "HTTP 429 with `Retry-After`", respond: status(http.StatusTooManyRequests, 1), repeats: true, slow: true},
		{name: "503", what: "HTTP 503 with `Retry-After`", respond: status(http.StatusServiceUnavailable, 1), repeats: true, slow: true},
		{name: "HTML", what: "the request is carried out, a web page comes with HTTP 200", commit: true, respond: webPage, repeats: true},
		{name: "truncated JSON", what: "the request is carried out, half of the response comes as if it were whole", commit: true,
			respond: half, repeats: true},
		{name: "token", what: "the credentials expire during the apply", respond: unauthorized, expires: true},
		{name: outage, what: "the request is carried out, then the platform cannot be reached until the apply has ended", commit: true,
			respond: drop, outage: true},
		{name: "SIGINT", what: "Ctrl-C while the request is in progress", commit: true, act: (*process).interrupt},
		{name: killed, what: "Terraform and the provider are killed after the request was carried out, before its response",
			commit: true, act: (*process).kill},
		{name: providerKilled, what: "the provider alone is killed after the request was carried out, before its response: Terraform " +
			"goes on without it", commit: true, act: (*process).killProvider},
		{name: "two at once", what: "two applies at once from copies of one state, without a lock between them", two: true},
	}
}

// inProcess reports whether the fault needs no process.
func (f fault) inProcess() bool { return f.act == nil && !f.two }

func status(code, retryAfter int) func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
		if retryAfter > 0 {
			w.Header().Set("Retry-After", fmt.Sprint(retryAfter))
		}
		http.Error(w, http.StatusText(code), code)
	}
}

func drop(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	panic(http.ErrAbortHandler)
}

func hang(_ http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

func webPage(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>"))
}

func half(w http.ResponseWriter, _ *http.Request, platform *httptest.ResponseRecorder) {
	w.Header().Set("Content-Type", platform.Header().Get("Content-Type"))
	w.WriteHeader(platform.Code)
	_, _ = w.Write(platform.Body.Bytes()[:platform.Body.Len()/2])
}

// unauthorized responds in the words of the platform that the path belongs to.
func unauthorized(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
	body := `{"code":401,"message":"expired","description":"Session has expired, please login"}`
	switch {
	case strings.HasSuffix(r.URL.Path, "/admin"):
		body = `{"status":"error","message":"invalid-token"}`
	case strings.HasPrefix(r.URL.Path, "/ext/"):
		body = `{"error":"Failed to verify API client"}`
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = w.Write([]byte(body))
}
