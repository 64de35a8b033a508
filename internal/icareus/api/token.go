package api

import (
	"crypto/md5" //nolint:gosec // the platform signs its tokens with MD5
	"encoding/hex"
	"fmt"
	"time"
)

// GenerateToken makes a generated token (section 2.1): the time in seconds as 8 hexadecimal characters, followed by
// the MD5 of organisation, that text and the secret. The platform accepts it for minutes, so each request gets its own.
func GenerateToken(organizationID int64, secret string, at time.Time) string {
	t := fmt.Sprintf("%08x", at.Unix())
	signature := md5.Sum(fmt.Appendf(nil, "%d:%s:%s", organizationID, t, secret)) //nolint:gosec // see the import
	return t + hex.EncodeToString(signature[:])
}

// FreshToken returns a token generated for the current time. It reports whether the client has a secret to generate one
// from: one with an existing token has none.
func (c *Client) FreshToken() (string, bool) {
	if c.credentials.Token != "" || c.credentials.Secret == "" {
		return "", false
	}
	return GenerateToken(c.credentials.OrganizationID, c.credentials.Secret, c.now()), true
}
