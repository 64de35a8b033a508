package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

// objects is the objects of one kind, in the form that a seed has for them.
type objects[T any] struct {
	definition string // of the schema
	list       []T
	keys       func(T) []string // by which one is named in a path
	add        func(T) error    // nil where there is no call for it
	change     func(before, after T) error
	remove     func(T) bool // nil where there is no call for it
}

var errRefused = errors.New("the platform does not take it: the id or the name is taken, or what it refers to does not exist")

// collect serves the objects below a path. open fails when the object that the path names as their parent does not exist.
func collect[T any](h *Handler, mux *http.ServeMux, path string, open func(*estate.Server, string) (*objects[T], error)) {
	handle := func(pattern string, serve func(http.ResponseWriter, *http.Request, *objects[T])) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			all, err := open(h.Estate(), part(r, "parent"))
			if err != nil {
				fail(w, http.StatusNotFound, err)
				return
			}
			serve(w, r, all)
		})
	}
	handle("GET "+path, func(w http.ResponseWriter, _ *http.Request, all *objects[T]) {
		simulator.WriteJSON(w, http.StatusOK, append([]T{}, all.list...))
	})
	handle("GET "+path+"/{id}", one(func(w http.ResponseWriter, _ *http.Request, _ *objects[T], found T) {
		simulator.WriteJSON(w, http.StatusOK, found)
	}))
	handle("POST "+path, post[T])
	handle("PATCH "+path+"/{id}", one(patch[T]))
	handle("DELETE "+path+"/{id}", one(remove[T]))
}

// one serves the object that the path names.
func one[T any](serve func(http.ResponseWriter, *http.Request, *objects[T], T)) func(http.ResponseWriter, *http.Request, *objects[T]) {
	return func(w http.ResponseWriter, r *http.Request, all *objects[T]) {
		id := part(r, "id")
		for _, object := range all.list {
			if slices.Contains(all.keys(object), id) {
				serve(w, r, all, object)
				return
			}
		}
		fail(w, http.StatusNotFound, fmt.Errorf("there is no %s", id))
	}
}

// post adds an object of the seed's form.
func post[T any](w http.ResponseWriter, r *http.Request, all *objects[T]) {
	var object T
	text, ok := body(w, r)
	if !ok || !decode(w, all.definition, text, &object) {
		return
	}
	if err := all.add(object); err != nil {
		fail(w, http.StatusConflict, err)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

// patch changes the members that are sent; null takes one back to its default (RFC 7386). The id stays.
func patch[T any](w http.ResponseWriter, r *http.Request, all *objects[T], before T) {
	text, ok := body(w, r)
	if !ok {
		return
	}
	var after T
	merged, err := merge(before, text)
	if err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if !decode(w, all.definition, merged, &after) {
		return
	}
	if err := all.change(before, after); err != nil {
		fail(w, http.StatusConflict, err)
		return
	}
	simulator.WriteJSON(w, http.StatusOK, after)
}

func remove[T any](w http.ResponseWriter, _ *http.Request, all *objects[T], object T) {
	if all.remove == nil {
		fail(w, http.StatusMethodNotAllowed, errors.New("objects of this kind cannot be deleted"))
		return
	}
	all.remove(object)
	w.WriteHeader(http.StatusNoContent)
}

func decode(w http.ResponseWriter, definition string, text []byte, into any) bool {
	if err := seed.Decode(definition, text, into); err != nil {
		fail(w, http.StatusBadRequest, err)
		return false
	}
	return true
}

// merge is an object with the members of a JSON merge patch.
func merge(object any, change []byte) ([]byte, error) {
	encoded, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	var base any
	var sent map[string]any
	if err := json.Unmarshal(encoded, &base); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(change, &sent); err != nil || sent == nil {
		return nil, errors.New("the body is no JSON object")
	}
	return json.Marshal(merged(base, sent))
}

func merged(base any, change any) any {
	members, ok := change.(map[string]any)
	if !ok {
		return change
	}
	result, ok := base.(map[string]any)
	if !ok {
		result = map[string]any{}
	}
	for name, value := range members {
		if value == nil {
			delete(result, name)
			continue
		}
		result[name] = merged(result[name], value)
	}
	return result
}
