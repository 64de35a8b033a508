package panel

import "net/http"

// ridKey is the scope of a rid: the documents name none, so a user and an endpoint whatever the line.
type ridKey struct {
	user      int
	operation string
	rid       string
}

// once carries out act unless the request's rid was seen before; the variant RIDForgotten remembers none. Only a
// response of success is remembered: what was refused had no effect that a repeated request could double.
func (c *apiCall) once(act func(rid *string) apiResponse) apiResponse {
	rid := c.fields.name("rid", 0)
	if rid == nil {
		if refusal, refused := c.fields.refusal(); refused {
			return refusal
		}
		return act(nil)
	}
	key := ridKey{c.user.ID, c.operation, *rid}
	if first, seen := c.rids[key]; seen && c.variants.RID != RIDForgotten {
		repeated := errorBody{Error: "The rid has already been used.", RID: *rid}
		switch c.variants.RID {
		case RIDConflict:
			return apiResponse{http.StatusConflict, repeated}
		case RIDErrorInOK:
			return apiResponse{http.StatusOK, repeated}
		default:
			return first
		}
	}
	response := act(rid)
	if response.status == http.StatusOK {
		c.rids[key] = response
	}
	return response
}
