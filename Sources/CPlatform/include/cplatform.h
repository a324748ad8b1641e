#ifndef GATEHOUSE_CPLATFORM_H
#define GATEHOUSE_CPLATFORM_H

#include "cplatform_files.h"
#include "cplatform_socket.h"

#endif
