package icareus

import (
	"crypto/md5" //nolint:gosec // the platform signs with MD5
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// signToken is the generated token of an organisation for a time in seconds since 1970.
func signToken(organization int64, secret string, seconds uint32) string {
	sum := md5.Sum(fmt.Appendf(nil, "%d:%08x:%s", organization, seconds, secret)) //nolint:gosec // see the import
	return fmt.Sprintf("%08x%s", seconds, hex.EncodeToString(sum[:]))
}

// authorized reports whether a header authorizes a call. It is called with the mutex held. o is nil for an
// unknown organisation: then no secret can refute a generated token, and the caller reports the organisation as unknown.
func (p *Platform) authorized(header string, o *storedOrganization) bool {
	token, ok := strings.CutPrefix(header, "Bearer ")
	if !ok || token == "" {
		return false
	}
	if o == nil {
		return p.isUserToken(token) || p.isFresh(token)
	}
	if slices.Contains(o.Tokens, token) {
		return true
	}
	if !p.isFresh(token) {
		return false
	}
	seconds, err := strconv.ParseUint(token[:8], 16, 32)
	if err != nil {
		return false
	}
	want := signToken(o.ID, o.Secret, uint32(seconds))
	return subtle.ConstantTimeCompare([]byte(token), []byte(want)) == 1
}

func (p *Platform) isUserToken(token string) bool {
	for _, o := range p.organizations {
		if slices.Contains(o.Tokens, token) {
			return true
		}
	}
	return false
}

// isFresh reports whether token has the form of a generated one and a time near the platform's.
func (p *Platform) isFresh(token string) bool {
	raw, err := hex.DecodeString(token)
	if err != nil || len(raw) != 4+md5.Size {
		return false
	}
	seconds := int64(raw[0])<<24 | int64(raw[1])<<16 | int64(raw[2])<<8 | int64(raw[3])
	skew := p.variants.TokenSkew
	if skew == 0 {
		skew = 5 * time.Minute
	}
	return p.clock.Now().Sub(time.Unix(seconds, 0)).Abs() <= skew
}
