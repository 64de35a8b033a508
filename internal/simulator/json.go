package simulator

import (
	"encoding/json"
	"net/http"
)

// writeJSON answers with v as JSON. A v that cannot be encoded is a bug of the simulator and answers 500.
func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
