/** The parameters whose tables look at headers or lines of a message (header_checks(5)). */
export const CHECK_PARAMETERS = /^((smtp|lmtp)_)?((mime|nested)_)?(header|body)_checks$|^milter_header_checks$/;
