package icareus

import (
	"testing"
	"time"
)

// exampleTime is the time of the documented token example.
var exampleTime = time.Date(2021, 5, 27, 5, 0, 0, 0, time.UTC)

func TestSignToken(t *testing.T) {
	for _, row := range []struct {
		organization int64
		seconds      uint32
		want         string
	}{
		{13509, 1622091600, "60af2750cdbd38964c61a03f961763f0e25a09c0"},
		{2631609, 0x60af2750, "60af2750e88d89e87f171be3992878e70b84b94b"},
		{13509, 1, "00000001845f4c229fe4df79939ae792d613c047"},
		{13509, 0xffffffff, "ffffffff6a0b7f9d4770d1001397d61122b0fec8"},
	} {
		if got := signToken(row.organization, "secret", row.seconds); got != row.want {
			t.Errorf("organisation %d at %d: %s, want %s", row.organization, row.seconds, got, row.want)
		}
	}
}

func TestGeneratedTokens(t *testing.T) {
	const example = "60af2750cdbd38964c61a03f961763f0e25a09c0"
	for _, row := range []struct {
		name, token, organization string
		late                      time.Duration
		skew                      time.Duration
		status                    int
	}{
		{"worked example", example, "13509", 0, 0, 200},
		{"4 minutes old", example, "13509", 4 * time.Minute, 0, 200},
		{"4 minutes ahead", example, "13509", -4 * time.Minute, 0, 200},
		{"6 minutes old", example, "13509", 6 * time.Minute, 0, 401},
		{"6 minutes ahead", example, "13509", -6 * time.Minute, 0, 401},
		{"6 minutes old, an hour allowed", example, "13509", 6 * time.Minute, time.Hour, 200},
		{"4 minutes old, one allowed", example, "13509", 4 * time.Minute, time.Minute, 401},
		{"in the other organisation", example, "2631609", 0, 0, 401},
		{"of the other organisation", "60af2750e88d89e87f171be3992878e70b84b94b", "2631609", 0, 0, 200},
		{"in an unknown organisation", example, "7", 0, 0, 400},
		{"old, in an unknown organisation", example, "7", time.Hour, 0, 401},
		{"upper-case time hashed", "60AF27503539c4f8006dbf023f2b13035b10ecff", "13509", 0, 0, 401},
		{"upper-case time hashed, sent in lower case", "60af27503539c4f8006dbf023f2b13035b10ecff", "13509", 0, 0, 401},
		{"decimal seconds hashed", "60af27504817309245adf9189125f39f018b81c5", "13509", 0, 0, 401},
		{"decimal milliseconds hashed", "60af27506ef1ab9b41aeb4f435b823838d2c8779", "13509", 0, 0, 401},
		{"upper case", "60AF2750CDBD38964C61A03F961763F0E25A09C0", "13509", 0, 0, 401},
		{"a character short", example[:39], "13509", 0, 0, 401},
		{"two characters more", example + "00", "13509", 0, 0, 401},
		{"not hexadecimal", "x" + example[1:], "13509", 0, 0, 401},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newClient(t)
			c.Advance(exampleTime.Add(row.late).Sub(c.Now()))
			c.Platform.SetVariants(func(v *Variants) { v.TokenSkew = row.skew })
			c.token = row.token
			c.decode(c.send("GET", "action=getChannels&organizationId="+row.organization, "", ""), row.status)
		})
	}
}

func TestRefusesOtherSchemes(t *testing.T) {
	c := newClient(t)
	c.token = ""
	for _, header := range []string{"Basic " + Token, Token, "Bearer ", "Bearer"} {
		if c.Platform.authorized(header, c.Platform.organizations[Organization]) {
			t.Errorf("%q is accepted", header)
		}
	}
}
