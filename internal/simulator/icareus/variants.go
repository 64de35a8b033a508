package icareus

import "time"

// Variants is how the platform behaves where its documentation is silent. The zero value is the documented
// samples, with status 400 for a refusal.
type Variants struct {
	ErrorStatus        int           // status of a refused call; 0 means 400, 200 is what its sister APIs do
	UnauthorizedStatus int           // status of a refused token; 0 means 401
	ErrorHTML          bool          // every refusal is a page with ErrorStatus, 500 when that is 0
	TokenSkew          time.Duration // how far a generated token's time may be off; 0 means 5 minutes
	IDsAsStrings       bool          // "12346501" for 12346501, ids in arrays included
	ArraysAsObjects    bool          // [{"id":101}] for [101] in categories and locationRestrictions
	NumericBooleans    bool          // 1 and 0 for true and false, as its read-only API has it
	NullArrays         bool          // null for []
	OmitEmpty          bool          // members of "" and [] are omitted
	ListWithoutStreams bool          // getChannels omits streams
	ArraysByKey        bool          // {"0":101,"2":103} for [101,103], as PHP writes an array with gaps

	SuccessStatus int              // HTTP status of a success; 0 means 200
	SuccessWord   string           // status in the body of a success; "" means "ok"
	TrimTexts     bool             // name and description are stored without white space around them
	NextNumber    bool             // a new channel with number 0 gets the next free number
	Parents       map[int64]int64  // a category brings the given parent along
	IconsUnset    bool             // the addresses of an uploaded icon stay empty
	IconsRefused  bool             // addChannelIcon takes no image
	DeleteBody    *string          // deleteChannel sends this with HTTP 200 and deletes nothing
	DeleteRefusal string           // deleteChannel refuses with this message, such as "channel-is-recording"
	Unreadable    map[int64]string // a member, such as "quality", of which the channel holds an object instead
}

// SetVariants changes the behaviour of the calls that follow. change must not call methods of p.
func (p *Platform) SetVariants(change func(*Variants)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.variants)
}
