// libxlsxwriter, which writes workbooks.
#include <xlsxwriter.h>
