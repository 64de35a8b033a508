package panel

import (
	"net/http"
	"strconv"
)

type profileBody struct {
	Name    string  `json:"name"`
	Credits float64 `json:"credits"`
}

type userRecord struct {
	ID      int     `json:"id"`
	Name    string  `json:"name"`
	Email   string  `json:"email"`
	Credits float64 `json:"credits"`
	Notes   string  `json:"notes"`
}

type userID struct {
	ID int `json:"id"`
}

func (c *apiCall) profile() apiResponse {
	return apiResponse{http.StatusOK, profileBody{c.user.Name, c.user.Credits}}
}

// governs reports whether the user created u, or is a super-admin and not u itself.
func (c *apiCall) governs(u *User) bool {
	return u.ID != c.user.ID && (c.user.SuperAdmin || u.Parent == c.user.ID)
}

func (c *apiCall) findUsers() apiResponse {
	records := []userRecord{}
	for _, u := range c.users {
		if c.governs(u) {
			records = append(records, userRecord{u.ID, u.Name, u.Email, u.Credits, u.Notes})
		}
	}
	return apiResponse{http.StatusOK, records}
}

// createUser makes a user without a token: tokens are made in the panel, by the user itself.
func (c *apiCall) createUser() apiResponse {
	f := &c.fields
	f.require("name", "email", "password", "password_confirmation")
	user := User{Parent: c.user.ID}
	setIfSent(&user.Name, f.name("name", 255))
	setIfSent(&user.Email, f.name("email", 255))
	setIfSent(&user.Notes, f.text("notes"))
	setIfSent(&user.Credits, f.number("credits"))
	password, confirmation := f.name("password", 0), f.text("password_confirmation")
	if password != nil && confirmation != nil && *password != *confirmation {
		f.refuse("password", "The password field confirmation does not match.")
	}
	if user.Name != "" && c.userNamed(user.Name) != nil {
		f.refuse("name", "The name has already been taken.")
	}
	if user.Email != "" && c.Platform.user(func(u *User) bool { return u.Email == user.Email }) != nil {
		f.refuse("email", "The email has already been taken.")
	}
	if refusal, refused := f.refusal(); refused {
		return refusal
	}
	return apiResponse{http.StatusOK, userID{c.addUser(user)}}
}

// creditUser adds; whether the panel adds or sets is not known.
func (c *apiCall) creditUser() apiResponse {
	id, err := strconv.Atoi(c.id)
	user := c.Platform.user(func(u *User) bool { return err == nil && u.ID == id && c.governs(u) })
	if user == nil {
		return refuse(http.StatusNotFound, "User not found")
	}
	c.fields.require("credits")
	credits := c.fields.number("credits")
	if refusal, refused := c.fields.refusal(); refused {
		return refusal
	}
	user.Credits += *credits
	return apiResponse{http.StatusOK, userRecord{user.ID, user.Name, user.Email, user.Credits, user.Notes}}
}
