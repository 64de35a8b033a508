package simulator

import (
	"net/http"
	"strconv"
)

type panelProfile struct {
	Name    string  `json:"name"`
	Credits float64 `json:"credits"`
}

type panelUserRecord struct {
	ID      int     `json:"id"`
	Name    string  `json:"name"`
	Email   string  `json:"email"`
	Credits float64 `json:"credits"`
	Notes   string  `json:"notes"`
}

type panelUserID struct {
	ID int `json:"id"`
}

func (c *panelCall) profile() panelAnswer {
	return panelAnswer{http.StatusOK, panelProfile{c.user.Name, c.user.Credits}}
}

// governs is true for the users that this one created, and for all others when it is a super-admin.
func (c *panelCall) governs(u *PanelUser) bool {
	return u.ID != c.user.ID && (c.user.SuperAdmin || u.Parent == c.user.ID)
}

func (c *panelCall) findUsers() panelAnswer {
	records := []panelUserRecord{}
	for _, u := range c.users {
		if c.governs(u) {
			records = append(records, panelUserRecord{u.ID, u.Name, u.Email, u.Credits, u.Notes})
		}
	}
	return panelAnswer{http.StatusOK, records}
}

// createUser makes a user without a token: tokens are made in the panel, by the user itself.
func (c *panelCall) createUser() panelAnswer {
	f := &c.fields
	f.require("name", "email", "password", "password_confirmation")
	user := PanelUser{Parent: c.user.ID}
	panelSet(&user.Name, f.name("name", 255))
	panelSet(&user.Email, f.name("email", 255))
	panelSet(&user.Notes, f.text("notes"))
	panelSet(&user.Credits, f.number("credits"))
	password, confirmation := f.name("password", 0), f.text("password_confirmation")
	if password != nil && confirmation != nil && *password != *confirmation {
		f.refuse("password", "The password field confirmation does not match.")
	}
	if user.Name != "" && c.userNamed(user.Name) != nil {
		f.refuse("name", "The name has already been taken.")
	}
	if user.Email != "" && c.Panel.user(func(u *PanelUser) bool { return u.Email == user.Email }) != nil {
		f.refuse("email", "The email has already been taken.")
	}
	if refusal, refused := f.refusal(); refused {
		return refusal
	}
	return panelAnswer{http.StatusOK, panelUserID{c.addUser(user)}}
}

// creditUser adds; whether the panel adds or sets is not known.
func (c *panelCall) creditUser() panelAnswer {
	id, err := strconv.Atoi(c.id)
	user := c.Panel.user(func(u *PanelUser) bool { return err == nil && u.ID == id && c.governs(u) })
	if user == nil {
		return panelRefusal(http.StatusNotFound, "User not found")
	}
	c.fields.require("credits")
	credits := c.fields.number("credits")
	if refusal, refused := c.fields.refusal(); refused {
		return refusal
	}
	user.Credits += *credits
	return panelAnswer{http.StatusOK, panelUserRecord{user.ID, user.Name, user.Email, user.Credits, user.Notes}}
}
