package icareus

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"mime/multipart"
	"testing"
)

// iconForm is a form with one file, or with one plain value when filename is "".
func iconForm(t *testing.T, name, filename, content string) (contentType, body string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if filename == "" {
		if err := w.WriteField(name, content); err != nil {
			t.Fatal(err)
		}
	} else {
		part, err := w.CreateFormFile(name, filename)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), form.String()
}

const iconCall = "action=addChannelIcon&organizationId=2631609&channelId=12346501"

func TestIconURLsFollowTheContent(t *testing.T) {
	c := newClient(t)
	c.Platform.AddChannel(Organization, NewChannel("News"))
	var seen []any
	for _, content := range []string{"first", "second"} {
		contentType, body := iconForm(t, "channelIcon", "a logo?.png", content)
		channel := c.decode(c.send("POST", iconCall, contentType, body), 200)["channel"].(map[string]any)
		seen = append(seen, channel["smallIcon"], channel["largeIcon"])

		stored, _ := c.Platform.Channel(Organization, 12346501)
		sum := sha256.Sum256([]byte(content))
		if stored.IconName != "a logo?.png" || stored.IconSHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("stored %q with hash %s", stored.IconName, stored.IconSHA256)
		}
		if got := string(c.Platform.Icon(Organization, 12346501)); got != content {
			t.Errorf("stored %q, want %q", got, content)
		}
	}
	if seen[0] == seen[1] || seen[0] == seen[2] || seen[1] == seen[3] {
		t.Errorf("icon addresses %v", seen)
	}
	c.call(200, "POST", "updateChannel&channelId=12346501", `{"description":"x"}`)
	if got := string(c.Platform.Icon(Organization, 12346501)); got != "second" {
		t.Errorf("an update left the icon %q", got)
	}
}

func TestRefusesIcons(t *testing.T) {
	multi := func(name, filename, content string) [2]string {
		contentType, body := iconForm(t, name, filename, content)
		return [2]string{contentType, body}
	}
	whole := multi("channelIcon", "a.png", "image")
	for _, row := range []struct {
		name    string
		sent    [2]string
		message string
	}{
		{"other part", multi("icon", "a.png", "image"), "no image file"},
		{"no file", multi("channelIcon", "", "image"), "no image file"},
		{"empty file", multi("channelIcon", "a.png", ""), "minimum length: 1"},
		{"no boundary", [2]string{"multipart/form-data", whole[1]}, "not multipart/form-data"},
		{"other content type", [2]string{"image/png", "image"}, "not multipart/form-data"},
		{"truncated in the part", [2]string{whole[0], whole[1][:len(whole[1])-60]}, "not multipart/form-data"},
		{"no body", [2]string{whole[0], ""}, "no image file"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newClient(t)
			c.Platform.AddChannel(Organization, NewChannel("News"))
			got := c.decode(c.send("POST", iconCall, row.sent[0], row.sent[1]), 400)
			c.equal(got, `{"status":"error","errors":{"channelIcon":[{"name":"invalid-value","message":"`+row.message+`"}]}}`)
			if c.Platform.Icon(Organization, 12346501) != nil {
				t.Error("a refused icon was stored")
			}
		})
	}
}
