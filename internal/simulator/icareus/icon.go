package icareus

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
)

// upload stores the file part channelIcon.
func (c *storedChannel) upload(r *http.Request) *refusedCall {
	refuse := func(message string) *refusedCall {
		problems := fieldProblems{}
		problems.add("channelIcon", "%s", message)
		return &refusedCall{fields: problems}
	}
	form, err := r.MultipartReader()
	if err != nil {
		return refuse("not multipart/form-data")
	}
	part, err := findIconPart(form)
	if errors.Is(err, io.EOF) {
		return refuse("no image file")
	}
	if err != nil {
		return refuse("not multipart/form-data")
	}
	icon, err := io.ReadAll(part)
	if err != nil {
		return refuse("not multipart/form-data")
	}
	if len(icon) == 0 {
		return refuse("minimum length: 1")
	}
	sum := sha256.Sum256(icon)
	c.setIcon(icon, part.FileName(), hex.EncodeToString(sum[:]))
	return nil
}

func (c *storedChannel) setIcon(content []byte, name, sum string) {
	c.icon, c.channel.IconName, c.channel.IconSHA256 = content, name, sum
	c.channel.SmallIcon, c.channel.MediumIcon, c.channel.LargeIcon = "", "", ""
}

// findIconPart is io.EOF when no part is a file of that name.
func findIconPart(form *multipart.Reader) (*multipart.Part, error) {
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, err
		}
		if part.FormName() == "channelIcon" && part.FileName() != "" {
			return part, nil
		}
	}
}
