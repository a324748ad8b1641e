#ifndef GATEHOUSE_CPLATFORM_H
#define GATEHOUSE_CPLATFORM_H

#include "cplatform_socket.h"

#endif
